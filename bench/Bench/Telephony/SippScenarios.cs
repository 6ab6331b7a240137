namespace Zhkh.Bench;

/// <summary>The scenarios of S1 to S3: as little as the method needs.</summary>
internal static class SippScenarios
{
    /// <summary>INVITE → 200 → ACK → BYE → 200 to <c>answer</c>; media is offered and not sent.</summary>
    public static string Call { get; } = Scenario($"""
        {Request("INVITE sip:answer@[remote_ip]:[remote_port]", "INVITE", 1, "", """
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=- 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio 7998 RTP/AVP 8 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        """)}
        <recv response="100" optional="true"/>
        <recv response="180" optional="true"/>
        <recv response="183" optional="true"/>
        <recv response="200"/>
        {Request("ACK sip:answer@[remote_ip]:[remote_port]", "ACK", 1, "[peer_tag_param]", Nothing)}
        {Request("BYE sip:answer@[remote_ip]:[remote_port]", "BYE", 2, "[peer_tag_param]", Nothing)}
        <recv response="200"/>
        """);

    /// <summary>REGISTER, 401, REGISTER with digest, 200; users and passwords come from a file.</summary>
    public static string Register { get; } = Scenario($"""
        {Registration("", 1)}
        <recv response="401" auth="true"/>
        {Registration("[field1]\n", 2)}
        <recv response="200"/>
        """);

    public static string Options { get; } = Scenario($"""
        {Request("OPTIONS sip:[remote_ip]:[remote_port]", "OPTIONS", 1, "", Nothing)}
        <recv response="200"/>
        """);

    /// <summary>The users of the bench profile; sipp takes no field within a keyword, so the keyword is one.</summary>
    public static string Users { get; } = "SEQUENTIAL\n" + string.Concat(
        Enumerable.Range(100_000, 2_000)
            .Select(user => $"{user};[authentication username={user} password=pw{user}]\n"));

    private const string Nothing = "Content-Length: 0";

    private static string Request(string line, string method, int sequence, string toTag, string rest) => $"""
        <send{(method == "ACK" ? "" : " retrans=\"500\"")}><![CDATA[
        {line} SIP/2.0
        Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
        From: <sip:+79370000030@[local_ip]>;tag=[pid]t[call_number]
        To: <sip:answer@[remote_ip]>{toTag}
        Call-ID: [call_id]
        CSeq: {sequence} {method}
        Contact: <sip:bench@[local_ip]:[local_port]>
        Max-Forwards: 70
        {rest}

        ]]></send>
        """;

    private static string Registration(string credentials, int sequence) => $"""
        <send retrans="500"><![CDATA[
        REGISTER sip:[remote_ip] SIP/2.0
        Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
        From: <sip:[field0]@[remote_ip]>;tag=[pid]t[call_number]
        To: <sip:[field0]@[remote_ip]>
        Call-ID: [call_id]
        CSeq: {sequence} REGISTER
        Contact: <sip:[field0]@[local_ip]:[local_port]>
        Expires: 600
        Max-Forwards: 70
        {credentials}Content-Length: 0

        ]]></send>
        """;

    private static string Scenario(string steps) => $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <!DOCTYPE scenario SYSTEM "sipp.dtd">
        <scenario name="bench">
        {steps}
        </scenario>
        """;
}
