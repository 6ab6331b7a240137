namespace Zhkh.Testing;

/// <summary>The steps that scenarios of sipp are put together from.</summary>
public static class SippScript
{
    /// <summary>An offer or answer without sound.</summary>
    public const string Media = """
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=- 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio 40000 RTP/AVP 8
        """;

    /// <summary>No body.</summary>
    public const string Nothing = "Content-Length: 0";

    /// <summary>An INVITE of sipp to 100; more fields are whole lines.</summary>
    public static string Invite(int cseq, params string[] more) =>
        Sent($"INVITE sip:100@[remote_ip]:[remote_port] SIP/2.0", cseq, "INVITE", "", Media, more);

    /// <summary>The ACK of the INVITE with this number.</summary>
    public static string Ack(int cseq) =>
        Sent("ACK sip:100@[remote_ip]:[remote_port] SIP/2.0", cseq, "ACK", "[peer_tag_param]", Nothing)
            .Replace(" retrans=\"500\"", "", StringComparison.Ordinal);

    /// <summary>A request inside the dialog that the last response made.</summary>
    public static string InDialog(string method, int cseq, params string[] more) => Sent(
        $"{method} sip:100@[remote_ip]:[remote_port] SIP/2.0", cseq, method, "[peer_tag_param]", Nothing, more);

    private static string Sent(
        string line, int cseq, string method, string toTag, string body, params string[] more) => $"""
        <send retrans="500"><![CDATA[
        {line}
        Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
        From: <sip:+79370000030@[local_ip]>;tag=[pid]t[call_number]
        To: <sip:100@[remote_ip]>{toTag}
        Call-ID: [call_id]
        CSeq: {cseq} {method}
        Contact: <sip:trunk@[local_ip]:[local_port]>
        Max-Forwards: 70
        {string.Join('\n', more.Append(body))}
        ]]></send>
        """;

    /// <summary>A response without a body to the last request.</summary>
    public static string Answer(string status, params string[] more) => Said(status, Nothing, more);

    /// <summary>A response with a body to the last request.</summary>
    public static string Said(string status, string body, params string[] more) => $"""
        <send><![CDATA[
        SIP/2.0 {status}
        [last_Via:]
        [last_From:]
        {(status.StartsWith("100", StringComparison.Ordinal) ? "[last_To:]" : "To: <sip:x@x>;tag=there")}
        [last_Call-ID:]
        [last_CSeq:]
        Contact: <sip:peer@[local_ip]:[local_port]>
        {string.Join('\n', more.Append(body))}
        ]]></send>
        """;

    /// <summary>The steps as a scenario.</summary>
    public static string Scenario(params string[] steps) => $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <!DOCTYPE scenario SYSTEM "sipp.dtd">
        <scenario name="peer">
        {string.Join('\n', steps)}
        </scenario>
        """;
}
