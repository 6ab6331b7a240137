namespace Zhkh.Pbx.Tests.Sip.Interop;

/// <summary>What sipp plays: timers and reliable provisionals, from both sides of a call.</summary>
internal static class SippScripts
{
    private const string Sdp = """
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=- 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio 40000 RTP/AVP 8
        """;

    private const string Nothing = "Content-Length: 0";

    /// <summary>Demands reliability, lets the first 183 be repeated, acknowledges it, talks, hangs up.</summary>
    public static string CallerDemandsReliability { get; } = Scenario(
        Invite(1, "Require: 100rel"),
        """<recv response="100" optional="true"/>""",
        """
        <recv response="183"><action>
          <ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" assign_to="1"/>
          <ereg regexp="100rel" search_in="hdr" header="Require:" check_it="true" assign_to="2"/>
        </action></recv>
        <Reference variables="2"/>
        <pause milliseconds="700"/>
        """,
        InDialog("PRACK", 2, "RAck: [$1] 1 INVITE"),
        """<recv response="200"/>""",
        """<recv response="200"/>""",
        Ack(1), InDialog("BYE", 3), """<recv response="200"/>""");

    /// <summary>Asks for too short a session, then for one that the exchange refreshes; hangs up after two.</summary>
    public static string CallerIsRefreshed { get; } = Scenario(
        Invite(1, "Supported: timer", "Allow: INVITE, ACK, BYE, UPDATE", "Session-Expires: 1"),
        """
        <recv response="422"><action>
          <ereg regexp="2" search_in="hdr" header="Min-SE:" check_it="true" assign_to="1"/>
        </action></recv>
        """,
        Ack(1),
        Invite(2, "Supported: timer", "Allow: INVITE, ACK, BYE, UPDATE", "Session-Expires: [$1];refresher=uas"),
        """<recv response="100" optional="true"/>""",
        """
        <recv response="200"><action>
          <ereg regexp="2;refresher=uas" search_in="hdr" header="Session-Expires:" check_it="true" assign_to="2"/>
        </action></recv>
        <Reference variables="2"/>
        """,
        Ack(2),
        """<recv request="UPDATE"/>""", Answer("200 OK", "Session-Expires: 2;refresher=uac"),
        """<recv request="UPDATE"/>""", Answer("200 OK", "Session-Expires: 2;refresher=uac"),
        InDialog("BYE", 3), """<recv response="200"/>""");

    /// <summary>Promises to refresh and does not: the exchange hangs up.</summary>
    public static string CallerForgetsToRefresh { get; } = Scenario(
        Invite(1, "Supported: timer", "Session-Expires: 3;refresher=uac"),
        """<recv response="100" optional="true"/>""",
        """
        <recv response="200"><action>
          <ereg regexp="timer" search_in="hdr" header="Require:" check_it="true" assign_to="1"/>
        </action></recv>
        <Reference variables="1"/>
        """,
        Ack(1), """<recv request="BYE"/>""", Answer("200 OK"));

    /// <summary>Is called, sends its answer in a reliable 183, and a refresh by re-INVITE later.</summary>
    public static string CalledRingsReliably { get; } = Scenario(
        """<recv request="INVITE"/>""",
        Answer("100 Trying"),
        Said("183 Session Progress", Sdp, "Require: 100rel", "RSeq: 100"),
        """
        <recv request="PRACK"><action>
          <ereg regexp="100 1 INVITE" search_in="hdr" header="RAck:" check_it="true" assign_to="1"/>
        </action></recv>
        <Reference variables="1"/>
        """,
        Answer("200 OK"),
        Said("200 OK", Nothing, "Session-Expires: 2;refresher=uac", "Allow: INVITE, ACK, BYE")
            .Replace("[last_CSeq:]", "CSeq: 1 INVITE", StringComparison.Ordinal)
            .Replace("[last_Via:]", "[$2]", StringComparison.Ordinal),
        """<recv request="ACK"/>""",
        """<recv request="INVITE"/>""",
        Said("200 OK", Sdp, "Session-Expires: 2;refresher=uac", "Allow: INVITE, ACK, BYE"),
        """<recv request="ACK"/>""",
        """<recv request="BYE"/>""", Answer("200 OK"))
        .Replace("""<recv request="INVITE"/>""", """
            <recv request="INVITE"><action>
              <ereg regexp=".*" search_in="hdr" header="Via:" assign_to="3"/>
              <assignstr assign_to="2" value="Via:[$3]"/>
            </action></recv>
            """, StringComparison.Ordinal);

    private static string Invite(int cseq, params string[] more) =>
        Sent($"INVITE sip:100@[remote_ip]:[remote_port] SIP/2.0", cseq, "INVITE", "", Sdp, more);

    private static string Ack(int cseq) =>
        Sent("ACK sip:100@[remote_ip]:[remote_port] SIP/2.0", cseq, "ACK", "[peer_tag_param]", Nothing)
            .Replace(" retrans=\"500\"", "", StringComparison.Ordinal);

    private static string InDialog(string method, int cseq, params string[] more) => Sent(
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

    private static string Answer(string status, params string[] more) => Said(status, Nothing, more);

    private static string Said(string status, string body, params string[] more) => $"""
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

    private static string Scenario(params string[] steps) => $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <!DOCTYPE scenario SYSTEM "sipp.dtd">
        <scenario name="peer">
        {string.Join('\n', steps)}
        </scenario>
        """;
}
