using Zhkh.Web.Cli;

namespace Zhkh.Web.Tests.Cli;

public class CallOptionsTests
{
    [Fact]
    public void Every_flag_of_the_contract_is_understood()
    {
        var file = Path.GetTempFileName();
        try
        {
            var options = Parse(
                "100", "--sip", "192.0.2.7:5080", "--from", "+79370000030", "--dtmf", "2,4406030#", "--say", file,
                "--record", "out.wav", "--expect", "greet.open", "bal.total_debt", "--seconds", "15", "--json",
                "--expect", "bye");
            Assert.Equal(("100", "192.0.2.7", 5080), (options.Number, options.SipHost, options.SipPort));
            Assert.Equal("+79370000030", options.From);
            Assert.Equal(["greet.open", "bal.total_debt", "bye"], options.Expect);
            Assert.Equal(TimeSpan.FromSeconds(15), options.Length);
            Assert.Equal((file, "out.wav", true), (options.Say, options.Record, options.Json));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_number_alone_calls_the_local_exchange_for_a_minute()
    {
        var options = Parse("112");
        Assert.Equal(("127.0.0.1", 5060), (options.SipHost, options.SipPort));
        Assert.Equal(TimeSpan.FromMinutes(1), options.Length);
        Assert.False(options.Json);
    }

    [Fact]
    public void A_withheld_number_is_empty() => Assert.Equal("", Parse("100", "--from", "anonymous").From);

    [Theory]
    [InlineData("needs a number to dial")]
    [InlineData("needs a number to dial", "--json")]
    [InlineData("needs a number to dial", "sip:100@host")]
    [InlineData("--dtmf takes", "100", "--dtmf", "12x")]
    [InlineData("--seconds needs", "100", "--seconds", "0")]
    [InlineData("--seconds needs", "100", "--seconds", "-5")]
    [InlineData("--say needs an existing", "100", "--say", "no-such-file.wav")]
    [InlineData("--sip needs", "100", "--sip", "host:99999")]
    [InlineData("--from needs", "100", "--from", "Иван")]
    [InlineData("--expect needs", "100", "--expect")]
    [InlineData("--record needs a value", "100", "--record")]
    [InlineData("unknown flag --loud", "100", "--loud", "yes")]
    public void A_wrong_argument_is_named(string fault, params string[] arguments)
    {
        Assert.False(CallOptions.TryParse(arguments, out _, out var said));
        Assert.Contains(fault, said);
    }

    [Fact]
    public void A_comma_in_the_keys_waits_a_second()
    {
        Assert.True(KeyPlan.TryParse("2,4#", out var plan));
        Assert.Equal(['2', '4', '#'], plan.Keys.Select(k => k.Key));
        Assert.Equal(10 + 50, plan.Keys[1].Tick - plan.Keys[0].Tick);
        Assert.Equal(10, plan.Keys[2].Tick - plan.Keys[1].Tick);
    }

    private static CallOptions Parse(params string[] arguments)
    {
        Assert.True(CallOptions.TryParse(arguments, out var options, out var fault), fault);
        return options!;
    }
}
