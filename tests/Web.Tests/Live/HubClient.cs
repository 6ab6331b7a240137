using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Zhkh.Web.Tests.Live;

/// <summary>
/// The console's end of the hub in a hundred lines: SignalR's JSON protocol over a bare WebSocket. Records are ended by
/// 0x1E (aspnetcore docs, HubProtocol.md).
/// </summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char End = '\u001e';
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(4);

    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _partial = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly Queue<JsonElement> _records = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _over = new();
    private int _invocation;

    public List<JsonElement> Events { get; } = [];

    public List<JsonElement> Beats { get; } = [];

    public static async Task<HubClient> ConnectAsync(Uri address, string? cookie, string? origin)
    {
        var client = new HubClient();
        if (cookie is not null)
        {
            client._socket.Options.SetRequestHeader("Cookie", cookie);
        }

        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }

        var uri = new UriBuilder(address) { Scheme = "ws", Path = "/hubs/console" }.Uri;
        await client._socket.ConnectAsync(uri, CancellationToken.None);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client.ReceiveAsync(record => record.ValueKind == JsonValueKind.Object
            && !record.TryGetProperty("type", out _));
        _ = client.PingAsync();
        return client;
    }

    /// <summary>Calls a hub method and returns its result; events that come meanwhile are kept.</summary>
    public async Task<JsonElement> InvokeAsync(string method, params object[] arguments)
    {
        var id = (++_invocation).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }));
        var completion = await ReceiveAsync(r => r.GetProperty("type").GetInt32() == 3
            && r.GetProperty("invocationId").GetString() == id);
        return completion.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException(error.GetString())
            : completion.GetProperty("result");
    }

    /// <summary>Waits until this many events have come.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsAsync(int count)
    {
        while (Events.Count < count)
        {
            await ReceiveAsync(_ => true);
        }

        return Events;
    }

    public async Task<JsonElement> BeatAsync()
    {
        while (Beats.Count == 0)
        {
            await ReceiveAsync(_ => true);
        }

        return Beats[^1];
    }

    /// <summary>Reads until the server closes; true when it did within the time given.</summary>
    public async Task<bool> IsCutWithinAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            while (true)
            {
                await ReceiveAsync(_ => true, timeout.Token);
            }
        }
        catch (Exception cut) when (cut is WebSocketException or EndOfStreamException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync()
    {
        _over.Cancel();
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(string record)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(
                Encoding.UTF8.GetBytes(record + End), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The server hangs up on a client that says nothing for twelve seconds.</summary>
    private async Task PingAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(PingEvery, TimeProvider.System, _over.Token);
                await SendAsync("""{"type":6}""");
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException
            or ObjectDisposedException)
        {
            // The connection is over.
        }
    }

    private async Task<JsonElement> ReceiveAsync(Func<JsonElement, bool> wanted, CancellationToken cancel = default)
    {
        while (true)
        {
            while (_records.TryDequeue(out var record))
            {
                Sort(record);
                if (wanted(record))
                {
                    return record;
                }
            }

            var buffer = new byte[16 * 1024];
            var part = await _socket.ReceiveAsync(buffer, cancel);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new EndOfStreamException();
            }

            var text = new char[part.Count];   // a letter may be cut in two by the edge of the buffer
            Cut(new string(text, 0, _decoder.GetChars(buffer.AsSpan(0, part.Count), text, flush: false)));
        }
    }

    private void Cut(string received)
    {
        var pieces = received.Split(End);
        foreach (var end in pieces[..^1])
        {
            _partial.Append(end);
            _records.Enqueue(JsonDocument.Parse(_partial.ToString()).RootElement.Clone());
            _partial.Clear();
        }

        _partial.Append(pieces[^1]);
    }

    private void Sort(JsonElement record)
    {
        if (record.TryGetProperty("target", out var target))
        {
            (target.GetString() == "event" ? Events : Beats).Add(record.GetProperty("arguments")[0]);
        }
    }
}
