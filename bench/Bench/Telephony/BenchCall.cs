using System.Net;

namespace Zhkh.Bench;

/// <summary>One call of the generator: its names on the wire, and its leg once it is answered.</summary>
/// <param name="uri">What was called.</param>
internal sealed class BenchCall(string callId, string uri)
{
    public string CallId => callId;

    public string Uri => uri;

    public byte[] Invite { get; set; } = [];

    /// <summary>In ticks of the stopwatch.</summary>
    public long InvitedAt { get; set; }

    /// <summary>INVITE sent → 200 received; null for a refused call.</summary>
    public TaskCompletionSource<TimeSpan?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The To of the response, with its tag.</summary>
    public string To { get; set; } = "";

    /// <summary>The other side's Contact.</summary>
    public string Target { get; set; } = "";

    public RtpStream? Stream { get; set; }

    public byte[] Ack { get; set; } = [];
}
