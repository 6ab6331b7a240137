using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Zhkh.Pbx.Tests.Sip.Resolving;

/// <summary>A name server on loopback that answers by a table, honestly or not; it writes RFC 1035 by hand.</summary>
internal sealed class ScriptedNames : IDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Dictionary<string, List<byte[]>> _records = [];
    private readonly List<string> _asked = [];
    private readonly Thread[] _threads;

    public ScriptedNames(string address)
    {
        _udp.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        Local = (IPEndPoint)_udp.LocalEndPoint!;
        _tcp.Bind(Local);
        _tcp.Listen();
        _threads = [new Thread(Datagrams) { IsBackground = true }, new Thread(Streams) { IsBackground = true }];
        Array.ForEach(_threads, t => t.Start());
    }

    public IPEndPoint Local { get; }

    /// <summary>What is done to an answer before it leaves; null = it stays here.</summary>
    public Func<byte[], byte[]?> Change { get; set; } = octets => octets;

    /// <summary>Answers by datagram say that they are cut off.</summary>
    public bool IsCut { get; set; }

    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    public ScriptedNames A(string name, string address, int life = 60) =>
        Add(name, address.Contains(':') ? 28 : 1, life, IPAddress.Parse(address).GetAddressBytes());

    public ScriptedNames Alias(string name, string target) => Add(name, 5, 60, Name(target));

    public ScriptedNames Srv(string name, int priority, int weight, int port, string target) =>
        Add(name, 33, 60, [.. Word(priority), .. Word(weight), .. Word(port), .. Name(target)]);

    public ScriptedNames Naptr(string name, int order, string service, string replacement) => Add(name, 35, 60,
    [
        .. Word(order), .. Word(50), .. Text("s"), .. Text(service), .. Text(""), .. Name(replacement),
    ]);

    /// <summary>A record as it stands, for answers that no honest server gives.</summary>
    public ScriptedNames Raw(string name, int type, byte[] data) => Add(name, type, 60, data);

    public void Dispose()
    {
        _udp.Dispose();
        _tcp.Dispose();
        Array.ForEach(_threads, t => t.Join());
    }

    private static byte[] Word(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Name(string name) =>
        name == "." ? [0] : [.. name.Split('.').SelectMany(Text), 0];

    private ScriptedNames Add(string name, int type, int life, byte[] data)
    {
        var key = $"{name} {type}";
        // The name of a record is a pointer to that of the question, as real servers write it.
        byte[] record =
        [
            0xC0, 12, .. Word(type), .. Word(1), .. Word(life >> 16), .. Word(life), .. Word(data.Length), .. data,
        ];
        if (!_records.TryGetValue(key, out var all))
        {
            _records[key] = all = [];
        }

        all.Add(record);
        return this;
    }

    private byte[] Answer(ReadOnlySpan<byte> question, bool isCut)
    {
        var at = 12;
        var labels = new List<string>();
        while (question[at] != 0)
        {
            labels.Add(Encoding.ASCII.GetString(question.Slice(at + 1, question[at])));
            at += 1 + question[at];
        }

        var name = string.Join('.', labels);
        var type = BinaryPrimitives.ReadUInt16BigEndian(question[(at + 1)..]);
        lock (_asked)
        {
            _asked.Add($"{name} {type}");
        }

        var records = _records.GetValueOrDefault($"{name} {type}")
            ?? _records.GetValueOrDefault($"{name} 5") ?? [];
        var isKnown = _records.Keys.Any(k => k.StartsWith(name + " ", StringComparison.Ordinal));
        var flags = 0x8180 | (isCut ? 0x0200 : 0) | (isKnown ? 0 : 3);
        return
        [
            .. question[..2], .. Word(flags), 0, 1, .. Word(isCut ? 0 : records.Count), 0, 0, 0, 0,
            .. question[12..(at + 5)], .. isCut ? [] : records.SelectMany(r => r),
        ];
    }

    private void Datagrams()
    {
        var buffer = new byte[2048];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            for (;;)
            {
                var length = _udp.ReceiveFrom(buffer, ref from);
                if (Change(Answer(buffer.AsSpan(0, length), IsCut)) is { } answer)
                {
                    _udp.SendTo(answer, from);
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Streams()
    {
        try
        {
            for (;;)
            {
                using var stream = new NetworkStream(_tcp.Accept(), ownsSocket: true);
                var length = new byte[2];
                stream.ReadExactly(length);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                stream.ReadExactly(question);
                var answer = Answer(question, isCut: false);
                stream.Write([.. Word(answer.Length), .. answer]);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
