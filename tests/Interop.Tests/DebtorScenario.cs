using System.Globalization;

namespace Zhkh.Interop.Tests;

/// <summary>
/// A hundred debtors as one sipp: the last digit of the dialled number says how its owner behaves. Keys are sent as
/// INFO (no telephone-event is offered), a machine's voice as RTP.
/// </summary>
public static class DebtorScenario
{
    /// <summary>What the number's last digit stands for, and what the product must make of it.</summary>
    public static readonly IReadOnlyDictionary<char, string> Expected = new Dictionary<char, string>
    {
        ['0'] = "promiseToPay",
        ['1'] = "disputed",
        ['2'] = "wrongPerson",
        ['3'] = "optOut",
        ['4'] = "machine",
        ['5'] = "busy",
        ['6'] = "noAnswer",
        ['7'] = "machine",       // an announcement of the operator: early media, then a short answer
        ['8'] = "hungUpEarly",
        ['9'] = "confirmed",
    };

    private const string Dialog = """
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            From: [$to];tag=[pid]d[call_number]
            To: [$from]
            Call-ID: [call_id]
            Max-Forwards: 70
        """;

    /// <param name="promise">DDMM of the promised day.</param>
    /// <param name="voice">A file of A-law: what machines say.</param>
    public static string Xml(string promise, string voice) => $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <!DOCTYPE scenario SYSTEM "sipp.dtd">
        <scenario name="debtors">
          <recv request="INVITE">
            <action>
              <ereg regexp="INVITE sip:.[0-9]*([0-9])@" search_in="msg" check_it="true" assign_to="line,digit"/>
              <ereg regexp="[^ ].*" search_in="hdr" header="From:" check_it="true" assign_to="from"/>
              <ereg regexp="[^ ].*" search_in="hdr" header="To:" check_it="true" assign_to="to"/>
              <ereg regexp="Contact:[^&lt;]*&lt;([^>]*)>" search_in="msg" check_it="true" assign_to="c,contact"/>
              <todouble assign_to="kind" variable="digit"/>
        {Tests()}
            </action>
          </recv>
          <nop hide="true" next="busy" test="is5"/>
        {Answer("180 Ringing", withSdp: false)}
          <nop hide="true" next="silent" test="is6"/>
          <nop hide="true" next="announced" test="is7"/>
          <pause milliseconds="400"/>
        {Answer("200 OK", withSdp: true)}
          <recv request="ACK"/>
          <nop hide="true" next="promises" test="is0"/>
          <nop hide="true" next="disputes" test="is1"/>
          <nop hide="true" next="wrong" test="is2"/>
          <nop hide="true" next="never" test="is3"/>
          <nop hide="true" next="machine" test="is4"/>
          <nop hide="true" next="leaves" test="is8"/>
        {Key('1', 1)}
          <nop hide="true" next="end"/>
          <label id="promises"/>
        {Key('1', 1)}{Key('2', 2)}{Keys(promise, 3)}{Key('1', 7)}
          <nop hide="true" next="end"/>
          <label id="disputes"/>
        {Key('1', 1)}{Key('4', 2)}
          <nop hide="true" next="end"/>
          <label id="wrong"/>
        {Key('3', 1)}
          <nop hide="true" next="end"/>
          <label id="never"/>
        {Key('9', 1)}
          <nop hide="true" next="end"/>
          <label id="machine"/>
          <nop hide="true"><action><exec rtp_stream="{voice},1,8"/></action></nop>
          <label id="end"/>
          <recv request="BYE" timeout="240000"/>
        {Reply("200 OK")}
          <nop hide="true" next="done"/>
          <label id="announced"/>
        {Answer("183 Session Progress", withSdp: true)}
          <pause milliseconds="1000"/>
        {Answer("200 OK", withSdp: true)}
          <recv request="ACK"/>
          <nop hide="true"><action><exec rtp_stream="{voice},1,8"/></action></nop>
          <pause milliseconds="5000"/>
          <label id="leaves"/>
          <pause milliseconds="2500"/>
          <send retrans="500"><![CDATA[
            BYE [$contact] SIP/2.0
        {Dialog}
            CSeq: 90 BYE
            Content-Length: 0

          ]]></send>
          <recv response="200"/>
          <nop hide="true" next="done"/>
          <label id="busy"/>
          <send retrans="500"><![CDATA[
        {Head("486 Busy Here")}
            Content-Length: 0

          ]]></send>
          <recv request="ACK"/>
          <nop hide="true" next="done"/>
          <label id="silent"/>
          <recv request="CANCEL" timeout="120000"/>
        {Reply("200 OK")}
          <send retrans="500"><![CDATA[
            SIP/2.0 487 Request Terminated
            [last_Via:]
            [last_From:]
            [last_To:];tag=[pid]d[call_number]
            [last_Call-ID:]
            CSeq: 1 INVITE
            Content-Length: 0

          ]]></send>
          <recv request="ACK"/>
          <label id="done"/>
          <nop hide="true"/>
          <Reference variables="line,digit,c"/>
        </scenario>
        """;

    private static string Tests() => string.Join('\n', Enumerable.Range(0, 9).Select(digit =>
        $"""<test assign_to="is{digit}" variable="kind" compare="equal" value="{digit}"/>"""));

    private static string Head(string status) => $"""
            SIP/2.0 {status}
            [last_Via:]
            [last_From:]
            [last_To:];tag=[pid]d[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            Contact: <sip:debtor@[local_ip]:[local_port]>
        """;

    private static string Answer(string status, bool withSdp) => $"""
          <send><![CDATA[
        {Head(status)}
        {(withSdp ? """
            Content-Type: application/sdp
            Content-Length: [len]

            v=0
            o=debtor 1 1 IN IP4 [local_ip]
            s=-
            c=IN IP4 [media_ip]
            t=0 0
            m=audio [rtpstream_audio_port] RTP/AVP 8
            a=rtpmap:8 PCMA/8000
            a=ptime:20
        """ : "    Content-Length: 0\n")}
          ]]></send>
        """;

    /// <summary>To a request of the exchange within the dialog: its own tag is there already.</summary>
    private static string Reply(string status) => $"""
          <send><![CDATA[
            SIP/2.0 {status}
            [last_Via:]
            [last_From:]
            [last_To:]
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0

          ]]></send>
        """;

    private static string Keys(string keys, int from) =>
        string.Concat(keys.Select((key, i) => Key(key, from + i)));

    private static string Key(char key, int number) => string.Create(CultureInfo.InvariantCulture, $"""
          <pause milliseconds="1200"/>
          <send retrans="500"><![CDATA[
            INFO [$contact] SIP/2.0
        {Dialog}
            CSeq: {10 + number} INFO
            Content-Type: application/dtmf-relay
            Content-Length: [len]

            Signal={key}
            Duration=160
          ]]></send>
          <recv response="200"/>

        """);
}
