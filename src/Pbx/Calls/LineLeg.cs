using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// One conversation on a permanent line. Hanging it up ends the conversation; the phone stays connected and hears
/// silence. When the phone hangs up, both end.
/// </summary>
internal sealed class LineLeg : VoiceLeg
{
    private readonly CallLeg _line;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenRegistration _watch;
    private readonly Lock _gate = new();
    private LegEnd? _how;

    public LineLeg(CallLeg line)
    {
        _line = line;
        line.OnHold = isHeld => OnHold?.Invoke(isHeld);
        _watch = line.Ended.Register(() => Finish(line.How ?? LegEnd.ByPeer));
    }

    public override RtpLeg Media => _line.Media;

    public override CancellationToken Ended => _ended.Token;

    public override LegEnd? How => _how;

    public override bool IsHeld => _line.IsHeld;

    public override void HangUp(string? reason = null) => Finish(LegEnd.ByUs);

    private void Finish(LegEnd how)
    {
        lock (_gate)
        {
            if (_how is not null)
            {
                return;
            }

            _how = how;
        }

        _watch.Unregister();
        if (_line.How is null)
        {
            _line.Media.Source = null;
        }

        _ = _ended.CancelAsync();
    }
}
