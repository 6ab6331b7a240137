using System.Net;
using System.Net.Sockets;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Cli;

/// <summary>Whether the ports can be had, or are held by the product itself.</summary>
internal static class Ports
{
    public static async Task<IReadOnlyList<Finding>> CheckAsync(DoctorOptions options, CancellationToken cancel)
    {
        var running = await AnswersAsync(options.Http, cancel);
        return
        [
            running ? new Finding("http port", $"{options.Http}: the product is running there")
                : Free("http port", ProtocolType.Tcp, options.Http, "--http-port"),
            running ? new Finding("sip port", $"{options.Sip}: left to the running product")
                : Free("sip port", ProtocolType.Udp, options.Sip, "--sip-port"),
            Rtp(options),
        ];
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancel)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz"), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static Finding Free(string subject, ProtocolType protocol, int port, string flag)
    {
        if (IsFree(protocol, port))
        {
            return new Finding(subject, $"{port} is free");
        }

        var owner = PortOwner.Find(protocol == ProtocolType.Tcp ? "tcp" : "udp", port);
        return new Finding(
            subject, $"{port} is in use{(owner is null ? "" : $" by {owner}")}", $"./run.sh {flag} {port + 10}");
    }

    /// <summary>The system hands out ports of its own range to anybody, so ours must lie outside it.</summary>
    private static Finding Rtp(DoctorOptions options)
    {
        const string table = "/proc/sys/net/ipv4/ip_local_port_range";
        var state = $"{options.RtpFirst}-{options.RtpLast}";
        if (File.Exists(table)
            && File.ReadAllText(table).Split('\t', StringSplitOptions.TrimEntries) is [var low, var high]
            && int.TryParse(low, System.Globalization.CultureInfo.InvariantCulture, out var first)
            && int.TryParse(high, System.Globalization.CultureInfo.InvariantCulture, out var last)
            && options.RtpFirst <= last && options.RtpLast >= first)
        {
            return new Finding(
                "rtp ports", $"{state} overlaps the system's {first}-{last}", "choose others with --rtp-ports");
        }

        var taken = Enumerable.Range(0, 20)
            .Select(i => options.RtpFirst + (i * (options.RtpLast - options.RtpFirst) / 20))
            .Count(port => !IsFree(ProtocolType.Udp, port));
        return taken < 10
            ? new Finding("rtp ports", $"{state}: free")
            : new Finding("rtp ports", $"{state}: half of them are in use", "choose others with --rtp-ports");
    }

    private static bool IsFree(ProtocolType protocol, int port)
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
