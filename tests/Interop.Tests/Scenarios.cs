using System.Globalization;

namespace Zhkh.Interop.Tests;

/// <summary>What sipp plays.</summary>
public static class Scenarios
{
    private const string Invite = """
          <send retrans="500"><![CDATA[
            INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            From: <sip:[from_number]@[local_ip]>;tag=[pid]trunk[call_number]
            To: <sip:[service]@[remote_ip]>
            Call-ID: [call_id]
            CSeq: 1 INVITE
            Contact: <sip:trunk@[local_ip]:[local_port]>
            Max-Forwards: 70
            Content-Type: application/sdp
            Content-Length: [len]

            v=0
            o=trunk 1 1 IN IP4 [local_ip]
            s=-
            c=IN IP4 [local_ip]
            t=0 0
            m=audio [ear_port] RTP/AVP 8 0 101
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
          ]]></send>
          <recv response="100" optional="true"/>
          <recv response="180" optional="true"/>
          <recv response="183" optional="true"/>
          <recv response="200" rrs="true" rtd="true"/>
        """;

    private const string Ack = """
          <send><![CDATA[
            ACK [next_url] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            From: <sip:[from_number]@[local_ip]>;tag=[pid]trunk[call_number]
            To: <sip:[service]@[remote_ip]>[peer_tag_param]
            [routes]
            Call-ID: [call_id]
            CSeq: 1 ACK
            Max-Forwards: 70
            Content-Length: 0
          ]]></send>
        """;

    private const string AnswerBye = """
          <send><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:]
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0
          ]]></send>
        """;

    private const string Bye = """
          <send retrans="500"><![CDATA[
            BYE [next_url] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            From: <sip:[from_number]@[local_ip]>;tag=[pid]trunk[call_number]
            To: <sip:[service]@[remote_ip]>[peer_tag_param]
            [routes]
            Call-ID: [call_id]
            CSeq: 2 BYE
            Max-Forwards: 70
            Content-Length: 0
          ]]></send>
          <recv response="200"/>
        """;

    /// <summary>The exchange ends the call; sipp fails when it does not within two minutes.</summary>
    public static string StayUntilBye { get; } = Scenario($"""
        {Invite}
        {Ack}
          <recv request="BYE" timeout="120000"/>
        {AnswerBye}
        """);

    /// <summary>The resident hangs up after a time; a BYE of the exchange before that is answered too.</summary>
    public static string TalkThenHangUp(TimeSpan after) => Scenario($"""
        {Invite}
        {Ack}
          <recv request="BYE" timeout="{Milliseconds(after)}" ontimeout="1" next="2"/>
          <label id="1"/>
        {Bye.Replace("<recv response=\"200\"/>", "<recv response=\"200\" next=\"3\"/>", StringComparison.Ordinal)}
          <label id="2"/>
        {AnswerBye}
          <label id="3"/>
          <nop/>
        """);

    /// <summary>The resident gives up before the exchange answers: CANCEL right behind the INVITE.</summary>
    public static string Refused(int status) => Scenario($"""
        {Invite[..Invite.IndexOf("  <recv response=\"100\"", StringComparison.Ordinal)]}
          <recv response="100" optional="true"/>
          <recv response="{status}"/>
        {Ack}
        """);

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);

    private static string Scenario(string body) => $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <!DOCTYPE scenario SYSTEM "sipp.dtd">
        <scenario name="trunk">
        {body}
        </scenario>
        """;
}
