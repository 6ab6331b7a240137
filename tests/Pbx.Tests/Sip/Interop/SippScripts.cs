using static Zhkh.Testing.SippScript;

namespace Zhkh.Pbx.Tests.Sip.Interop;

/// <summary>What sipp plays: timers and reliable provisionals, from both sides of a call.</summary>
internal static class SippScripts
{
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
        Said("183 Session Progress", Media, "Require: 100rel", "RSeq: 100"),
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
        Said("200 OK", Media, "Session-Expires: 2;refresher=uac", "Allow: INVITE, ACK, BYE"),
        """<recv request="ACK"/>""",
        """<recv request="BYE"/>""", Answer("200 OK"))
        .Replace("""<recv request="INVITE"/>""", """
            <recv request="INVITE"><action>
              <ereg regexp=".*" search_in="hdr" header="Via:" assign_to="3"/>
              <assignstr assign_to="2" value="Via:[$3]"/>
            </action></recv>
            """, StringComparison.Ordinal);
}
