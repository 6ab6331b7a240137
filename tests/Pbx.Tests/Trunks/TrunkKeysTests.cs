using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Audio;
using Zhkh.Pbx.Tests.Calls.Live;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>
/// Keys travel as the line is set, in both directions, on calls in and on calls out; the operator's SDP always knows
/// telephone-event, so that what happens is the setting's doing.
/// </summary>
public sealed class TrunkKeysTests(TrunkKeysTown town) : IClassFixture<TrunkKeysTown>
{
    public static TheoryData<TrunkDtmf> Modes => [TrunkDtmf.Auto, TrunkDtmf.Rfc4733, TrunkDtmf.Info, TrunkDtmf.Inband];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_caller_is_heard_by_the_robot_in_the_form_of_the_line_and_in_no_other(TrunkDtmf mode)
    {
        await using var line = await town.LineAsync(mode);
        using var peer = line.Caller(town.Exchange.Endpoint);
        var call = new WirePeerCall(peer, $"sip:700@{town.Exchange.Endpoint}");
        peer.Send(call.Invite(TestExchange.Sdp(line.Address, line.Sound.Port)));
        var ok = await peer.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        Assert.Equal(
            mode is TrunkDtmf.Auto or TrunkDtmf.Rfc4733, ok.Body.Contains("telephone-event", StringComparison.Ordinal));
        call.Learn(ok);
        peer.Send(call.Ack());
        var asked = await town.AskedAsync();
        await line.Sound.HearAsync(heard => heard.Length > 400, TrunkKeysTown.Patience);

        await PressAsync(mode, line, key =>
        {
            peer.Send(call.Next("INFO", InfoOf(key), "application/dtmf-relay"));
            return TestExchange.Until(() => peer.TryReceive() is { Status: 200 });
        });
        Assert.Equal("147", (await asked.Task.WaitAsync(TrunkKeysTown.Patience)).Keys);
        peer.Send(call.Bye());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_called_person_is_heard_by_the_robot_in_the_form_of_the_line(TrunkDtmf mode)
    {
        await using var line = await town.LineAsync(mode);
        var answer = Assert.IsType<RobotCallAnswer.Begun>(town.Exchange.Exchange.Switchboard.Call(new RobotCallOut(
            Guid.CreateVersion7(), "+79370000030", "privolsk", Language.Russian, town.ListenAsync)));
        var asked = await town.AskedAsync();
        var invite = line.Operator.Of("INVITE").Single();
        Assert.Equal(
            mode is TrunkDtmf.Auto or TrunkDtmf.Rfc4733,
            invite.Body.Contains("telephone-event", StringComparison.Ordinal));
        await line.Sound.HearAsync(heard => heard.Length > 400, TrunkKeysTown.Patience);

        var cseq = 0;
        await PressAsync(mode, line, key =>
        {
            cseq++;
            line.Operator.Send(
                ScriptedOperator.Within(
                    invite, line.Operator.Local, "INFO", cseq, InfoOf(key), "application/dtmf-relay"), invite.From);
            return TestExchange.Until(() => line.Operator.Heard.Any(m =>
                m.Status == 200 && m["CSeq"] == $"{cseq} INFO"));
        });
        Assert.Equal("147", (await asked.Task.WaitAsync(TrunkKeysTown.Patience)).Keys);
        await answer.End;
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_dispatchers_keys_reach_the_operator_in_the_form_of_the_line(TrunkDtmf mode)
    {
        await using var line = await town.LineAsync(mode);
        await using var phone = await TestPhone.RegisterAsync(town.Exchange.Endpoint, "201");
        var (final, call) = await phone.CallAsync("89370000030");
        Assert.Equal(200, final.Status);
        await Task.WhenAll(
            phone.Sound.SpeakAsync(ToneMeter.Hum(350, TimeSpan.FromMilliseconds(200))),
            line.Sound.SpeakAsync(ToneMeter.Hum(350, TimeSpan.FromMilliseconds(200))));

        await phone.Sound.PressAsync("5#");
        await TestExchange.Until(() => mode switch
        {
            TrunkDtmf.Info => line.Operator.Of("INFO").Count == 2,
            TrunkDtmf.Inband => ToneKeys.In(line.Sound.Heard()).Length == 2,
            _ => line.Sound.Digits().Length == 2,
        });
        Assert.Equal(mode == TrunkDtmf.Inband ? "5#" : "", ToneKeys.In(line.Sound.Heard()));
        Assert.Equal(mode is TrunkDtmf.Auto or TrunkDtmf.Rfc4733 ? "5#" : "", line.Sound.Digits());
        Assert.Equal(
            mode == TrunkDtmf.Info ? ["Signal=5\r\nDuration=160\r\n", "Signal=#\r\nDuration=160\r\n"] : [],
            line.Operator.Of("INFO").Select(m => m.Body));

        // And back: what the far side presses comes to the phone as the phone understands it.
        var invite = line.Operator.Of("INVITE").Single();
        await PressAsync(mode, line, key =>
        {
            line.Operator.Send(
                ScriptedOperator.Within(
                    invite, line.Operator.Local, "INFO", key, InfoOf(key), "application/dtmf-relay"), invite.From);
            return TestExchange.Until(() => line.Operator.Heard.Any(m =>
                m.Status == 200 && m["CSeq"] == $"{(int)key} INFO"));
        });
        await TestExchange.Until(() => phone.Sound.Digits() == "147");
        phone.Peer.Send(call.Bye());
        await TestExchange.Until(() => line.Operator.Of("BYE").Count == 1);
    }

    [Theory]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", '5')]
    [InlineData("application/dtmf-relay", "Signal= *\r\nDuration= 250", '*')]
    [InlineData("application/dtmf-relay; charset=x", "signal=10", '*')]
    [InlineData("application/dtmf-relay", "Signal=11\r\n", '#')]
    [InlineData("application/dtmf", "d", 'D')]
    [InlineData("application/dtmf", "12 ", 'A')]
    [InlineData("application/dtmf-relay", "Signal=55", null)]
    [InlineData("application/dtmf-relay", "Signal=", null)]
    [InlineData("application/dtmf", "", null)]
    [InlineData("text/plain", "Signal=5", null)]
    public void A_key_is_read_out_of_an_info(string type, string body, char? key) =>
        Assert.Equal(key, InfoKeys.Read(new InfoReceived(type, System.Text.Encoding.ASCII.GetBytes(body))));

    private static string InfoOf(char key) => $"Signal={key}\r\nDuration=160\r\n";

    /// <summary>The far side presses 1 4 7 in the form of the line, and 9 in the forms that are not.</summary>
    private static async Task PressAsync(TrunkDtmf mode, TrunkKeysLine line, Func<char, Task> info)
    {
        switch (mode)
        {
            case TrunkDtmf.Auto:
                await line.Sound.PressAsync("147");
                break;
            case TrunkDtmf.Rfc4733:
                await line.Sound.SpeakAsync(Tones("9"));
                await info('9');
                await line.Sound.PressAsync("147");
                break;
            case TrunkDtmf.Info:
                await line.Sound.SpeakAsync(Tones("9"));
                foreach (var key in "147")
                {
                    await info(key);
                }

                break;
            default:
                await info('9');
                await line.Sound.SpeakAsync(Tones("147"));
                break;
        }
    }

    /// <summary>Keys of 100 ms at −15 dBm0 with as long a pause behind each.</summary>
    private static short[] Tones(string keys)
    {
        var sound = new double[(keys.Length * 1600) + 1600];
        for (var i = 0; i < keys.Length; i++)
        {
            KeyOracle.Add(new KeyPress(keys[i], 800, -15), sound.AsSpan(i * 1600));
        }

        return SpeechCorpus.ToPcm(sound);
    }
}
