using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Asks name servers: by UDP from a port of its own for each question, by TCP when the answer does not fit. Waits a
/// bounded time; what is no answer to the question is passed over as if it had not come.
/// </summary>
internal sealed class DnsClient(ResolverOptions options, TimeProvider time)
{
    private const int DatagramMax = 4096;
    private const int StreamMax = ushort.MaxValue;

    /// <summary>Answers that are passed over while one is waited for; a flood of forgeries ends the wait.</summary>
    private const int ForgeriesMax = 100;

    /// <summary>What the first server that knows says; null when none answers in time.</summary>
    public async Task<DnsAnswer?> AskAsync(string name, DnsType type, CancellationToken cancel)
    {
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var server in NameServers.Of(options))
            {
                var question = DnsMessage.Question(
                    (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), name, type);
                if (question is null)
                {
                    return new DnsAnswer(DnsAnswer.NoSuchName, []);
                }

                if (await AskOneAsync(server, question, cancel).ConfigureAwait(false) is { IsFinal: true } answer)
                {
                    return answer;
                }
            }
        }

        return null;
    }

    private async Task<DnsAnswer?> AskOneAsync(IPEndPoint server, byte[] question, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(options.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            var (answer, isCut) = await ByDatagramAsync(server, question, either.Token).ConfigureAwait(false);
            return isCut ? await ByStreamAsync(server, question, either.Token).ConfigureAwait(false) : answer;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception away) when (away is SocketException or IOException)
        {
            return null;
        }
    }

    private static async Task<(DnsAnswer? Answer, bool IsCut)> ByDatagramAsync(
        IPEndPoint server, byte[] question, CancellationToken cancel)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Connected: the system lets through what comes from this server alone.
        await socket.ConnectAsync(server, cancel).ConfigureAwait(false);
        await socket.SendAsync(question, SocketFlags.None, cancel).ConfigureAwait(false);
        var buffer = new byte[DatagramMax];
        for (var i = 0; i < ForgeriesMax; i++)
        {
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancel).ConfigureAwait(false);
            if (DnsMessage.TryRead(buffer.AsSpan(0, length), question, out var answer, out var isCut))
            {
                return (answer, isCut);
            }
        }

        return (null, false);
    }

    private static async Task<DnsAnswer?> ByStreamAsync(
        IPEndPoint server, byte[] question, CancellationToken cancel)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancel).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)question.Length);
        await stream.WriteAsync((byte[])[.. length, .. question], cancel).ConfigureAwait(false);
        await stream.ReadExactlyAsync(length, cancel).ConfigureAwait(false);
        var octets = new byte[Math.Min(StreamMax, (int)BinaryPrimitives.ReadUInt16BigEndian(length))];
        await stream.ReadExactlyAsync(octets, cancel).ConfigureAwait(false);
        return DnsMessage.TryRead(octets, question, out var answer, out var isCut) && !isCut ? answer : null;
    }
}
