using System.Threading.Channels;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Calls;

/// <summary>The keys of a code typed into a leg: until #, or until it cannot get longer.</summary>
internal sealed class LineKeys
{
    /// <summary>So long the next key is waited for.</summary>
    public static readonly TimeSpan KeyTime = TimeSpan.FromSeconds(10);

    private readonly Channel<char> _keys = Channel.CreateBounded<char>(
        new BoundedChannelOptions(2 * LinePin.LengthMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly TimeProvider _time;

    public LineKeys(VoiceLeg leg, TimeProvider time)
    {
        _time = time;
        leg.OnKey = key => _keys.Writer.TryWrite(key);
    }

    /// <summary>Null when the phone hung up or its person fell silent.</summary>
    public async Task<string?> ReadAsync(CancellationToken over)
    {
        var typed = "";
        while (typed.Length < LinePin.LengthMax)
        {
            if (await NextAsync(over) is not { } key)
            {
                return null;
            }

            if (key == '#')
            {
                break;
            }

            typed += key;
        }

        return typed;
    }

    private async Task<char?> NextAsync(CancellationToken over)
    {
        using var patience = new CancellationTokenSource(KeyTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over, patience.Token);
        try
        {
            return await _keys.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
