using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;

namespace Zhkh.Web.Demo;

/// <summary>
/// One browser's telephone over a WebSocket. Out: JSON of what happens, and the heard sound as 16-bit PCM, 8 kHz mono.
/// In: <c>{"key":"1"}</c>, <c>{"say":"ru"}</c> for the built-in voice, <c>{"hangUp":true}</c>, and sound in the same form.
/// </summary>
internal sealed class DemoLine(WebSocket socket, DemoPhone phone)
{
    private const int MessageBytesMax = 8 * 1024;

    /// <summary>Ten seconds of sound; a browser that is further behind hears gaps, not the past.</summary>
    private const int WaitingMax = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Channel<(WebSocketMessageType Type, byte[] Octets)> _out =
        Channel.CreateBounded<(WebSocketMessageType, byte[])>(WaitingMax);

    public async Task RunAsync(string from, string to, CancellationToken gone)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var sending = SendAsync(gone);
        if (phone.TryTakeLine() is { } taken)
        {
            using (taken)
            {
                var call = phone.Call(from, to, Tell, Hear);
                var receiving = ReceiveAsync(call.Voice, ending);
                await call.RunAsync(ending.Token);
                _out.Writer.TryComplete();
                await Task.WhenAny(sending);
                await ending.CancelAsync();
                await Task.WhenAny(receiving);
            }
        }
        else
        {
            Tell(new { type = "ended", by = "noLine" });
            _out.Writer.TryComplete();
            await Task.WhenAny(sending);
        }
    }

    private bool Tell(object message) => _out.Writer.TryWrite(
        (WebSocketMessageType.Text, JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), Json)));

    private void Hear(short[] sound) => _out.Writer.TryWrite(
        (WebSocketMessageType.Binary, MemoryMarshal.AsBytes<short>(sound).ToArray()));

    private async Task SendAsync(CancellationToken gone)
    {
        await foreach (var (type, octets) in _out.Reader.ReadAllAsync(gone))
        {
            await socket.SendAsync(octets, type, endOfMessage: true, gone);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, gone);
    }

    /// <summary>Until the browser hangs up, goes, or says something that means nothing.</summary>
    private async Task ReceiveAsync(LiveVoice voice, CancellationTokenSource ending)
    {
        var buffer = new byte[MessageBytesMax];
        try
        {
            while (!ending.IsCancellationRequested)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), ending.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage && length < buffer.Length);
                if (!part.EndOfMessage || part.MessageType == WebSocketMessageType.Close
                    || !Obey(voice, part.MessageType, buffer.AsSpan(0, length)))
                {
                    break;
                }
            }
        }
        catch (Exception failure) when (failure is WebSocketException or JsonException)
        {
            // The browser is gone or talks nonsense: either way this is the end of the call.
        }

        await ending.CancelAsync();
    }

    /// <returns>False for "hang up" and for what means nothing.</returns>
    private bool Obey(LiveVoice voice, WebSocketMessageType type, ReadOnlySpan<byte> octets)
    {
        if (type == WebSocketMessageType.Binary)
        {
            voice.Say(MemoryMarshal.Cast<byte, short>(octets[..(octets.Length & ~1)]));
            return true;
        }

        switch (JsonSerializer.Deserialize<Order>(octets, Json))
        {
            case { Key: [var key] } when key is (>= '0' and <= '9') or '*' or '#':
                voice.Press(key);
                Tell(new { type = "key", key = key.ToString() });
                return true;
            case { Say: "ru" or "uk" } order:
                voice.Say(phone.SampleSpeech(order.Say));
                return true;
            default:
                return false;
        }
    }

    private sealed record Order(string? Key, string? Say, bool HangUp);
}
