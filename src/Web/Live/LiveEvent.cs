namespace Zhkh.Web.Live;

/// <summary>What is pushed to screens (CONTRACT, "Live").</summary>
/// <param name="Epoch">One life of the stream: another one means that the numbers began anew.</param>
/// <param name="Seq">Gapless within the organisation and the epoch, from 1.</param>
/// <param name="Type">call.ringing, call.changed, call.ended, changed, callback.alarm, message.alarm, …</param>
public sealed record LiveEvent(
    string Epoch, long Seq, string Organisation, string Type, DateTimeOffset At, object Data);

/// <summary>The names of <see cref="LiveEvent.Type"/>.</summary>
internal static class LiveEventType
{
    public const string CallRinging = "call.ringing";
    public const string CallChanged = "call.changed";
    public const string CallEnded = "call.ended";
    public const string Changed = "changed";
    public const string CallbackAlarm = "callback.alarm";
    public const string MessageAlarm = "message.alarm";
    public const string Attention = "attention";
}
