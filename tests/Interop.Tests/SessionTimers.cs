using Zhkh.Testing;
using static Zhkh.Testing.SippScript;

namespace Zhkh.Interop.Tests;

/// <summary>
/// sipp as an operator with session timers and reliability: too short an interval is refused with ours, the next one is
/// taken, and refreshes by UPDATE are answered; demanding 100rel is no reason to be refused.
/// </summary>
[Collection(TownCollection.Name)]
public class SessionTimers(Town town)
{
    private const string Operator = "127.0.46.71";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_operator_with_timers_agrees_with_the_exchange()
    {
        using var sipp = Sipp.Start(
            Scenario(
                Invite(1, "Supported: timer", "Session-Expires: 30"),
                Receive(422, "Min-SE:", "90"),
                Ack(1),
                Invite(2, "Supported: timer", "Require: 100rel", "Session-Expires: 90;refresher=uac"),
                """<recv response="100" optional="true"/>""",
                Receive(200, "Session-Expires:", "90;refresher=uac"),
                Ack(2),
                InDialog("UPDATE", 3, "Supported: timer", "Session-Expires: 90;refresher=uac"),
                Receive(200, "Session-Expires:", "90;refresher=uac"),
                InDialog("BYE", 4), """<recv response="200"/>"""),
            town.Host.Sip, Operator, "-m", "1", "-timeout", "50");

        Assert.True(await sipp.EndAsync(Limit) == 0, sipp.Trace());
    }

    private static string Receive(int status, string field, string value) => $"""
        <recv response="{status}"><action>
          <ereg regexp="{value}" search_in="hdr" header="{field}" check_it="true" assign_to="1"/>
        </action></recv>
        <Reference variables="1"/>
        """;
}
