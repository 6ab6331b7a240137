using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void Flags_of_the_contract_land_in_their_options()
    {
        var settings = CommandLine.Parse(
        [
            "--http-port", "0", "--sip-port=5070", "--bind", "127.0.0.1", "--bind", "::1", "--no-demo", "--reset",
            "--trunk-out", "127.0.0.1:5070", "--node", "n2",
        ]);
        Assert.Equal("0", settings["Web:HttpPort"]);
        Assert.Equal("5070", settings["Pbx:SipPort"]);
        Assert.Equal(("127.0.0.1", "::1"), (settings["Web:Bind:0"], settings["Web:Bind:1"]));
        Assert.Equal(("false", "true"), (settings["Web:Demo"], settings["Web:Reset"]));
        Assert.Equal("n2", settings["Web:Node"]);
    }

    [Fact]
    public void An_address_given_replaces_loopback()
    {
        using var app = Program.Build(
            ["--bind", "127.0.0.2", "--data", Path.GetTempPath(), "--database", "Host=/nowhere"]);
        Assert.Equal(["127.0.0.2"], app.Services.GetRequiredService<IOptions<WebOptions>>().Value.Bind);
    }

    [Fact]
    public void Loopback_is_what_nobody_has_to_say()
    {
        using var app = Program.Build(["--data", Path.GetTempPath(), "--database", "Host=/nowhere"]);
        Assert.Equal(["127.0.0.1"], app.Services.GetRequiredService<IOptions<WebOptions>>().Value.Bind);
    }

    [Fact]
    public void Variables_mean_the_same_as_flags()
    {
        var variables = new Dictionary<string, string>
        {
            ["ZHKH__HTTP_PORT"] = "8081", ["ZHKH__NO_DEMO"] = "1", ["ZHKH__BIND"] = "127.0.0.1, ::1",
        };
        var settings = CommandLine.FromEnvironment(name => variables.GetValueOrDefault(name));
        Assert.Equal("8081", settings["Web:HttpPort"]);
        Assert.Equal("false", settings["Web:Demo"]);
        Assert.Equal("::1", settings["Web:Bind:1"]);
    }

    [Fact]
    public void The_bench_has_no_demo_town() =>
        Assert.Equal("false", CommandLine.Parse(["--bench"])["Web:Demo"]);

    [Theory]
    [InlineData("--http-prot", "8080")]
    [InlineData("8080")]
    [InlineData("--http-port")]
    public void A_wrong_flag_is_a_usage_error(params string[] args) =>
        Assert.True(Assert.Throws<StartRefusedException>(() => CommandLine.Parse(args)).Usage);

    [Theory]
    [InlineData("Pbx:RtpPorts", "10000")]
    [InlineData("Pbx:RtpPorts", "20000-10000")]
    [InlineData("Pbx:TrunkOut", "nowhere")]
    [InlineData("Pbx:TrunkPeers", "300.1.1.1/8")]
    public void A_value_that_means_nothing_is_refused_by_name(string key, string value)
    {
        var settings = new ExchangeSettings();
        _ = key switch
        {
            "Pbx:RtpPorts" => settings.RtpPorts = value,
            "Pbx:TrunkOut" => settings.TrunkOut = value,
            _ => settings.TrunkPeers = value,
        };
        var refused = Assert.Throws<StartRefusedException>(() => settings.ToOptions(new WebOptions(), "prompts"));
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_demo_calls_nobody_outside_this_machine()
    {
        var settings = new ExchangeSettings { TrunkOut = "198.51.100.1:5060" };
        Assert.Throws<StartRefusedException>(() => settings.ToOptions(new WebOptions(), "prompts"));
        Assert.NotNull(settings.ToOptions(new WebOptions { Demo = false }, "prompts").TrunkOut);
    }
}
