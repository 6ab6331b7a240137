using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// Supervisors, pick-up, and transfers that a phone makes by itself (REFER, with Replaces), on real telephones: each
/// party hums a tone of its own, and every far end says whom it hears.
/// </summary>
[Collection(TownCollection.Name)]
public class PhonesChangePlaces(Town town)
{
    private const double First = 1100;
    private const double Second = 1700;
    private const double Resident = HummingResident.Hertz;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_supervisor_listens_then_prompts_then_joins()
    {
        await using var phone = await PhoneAsync("201", "127.0.81.1", First);
        await using var resident = await HummingResident.TalkAsync(town, "+79379999972", First);
        using var api = await HostApi.SignInAsync(town.Host.Http, "supervisor");
        var id = (await resident.CardAsync(api, _ => true)).GetProperty("callId").GetString();
        await using var supervisor = await PhoneAsync("203", "127.0.81.3", Second);

        await api.PostAsync($"/api/calls/{id}/listen", new { });
        await HearsAsync("the supervisor", supervisor, [Resident, First]);
        await resident.HearsAsync([First], Second);
        await HearsAsync("the dispatcher", phone, [Resident], Second);

        await api.PostAsync($"/api/calls/{id}/whisper", new { });
        await HearsAsync("the dispatcher", phone, [Resident, Second]);
        await resident.HearsAsync([First], Second);

        await api.PostAsync($"/api/calls/{id}/barge", new { });
        await resident.HearsAsync([First, Second]);
        await HearsAsync("the supervisor", supervisor, [Resident, First]);
        await api.PostAsync($"/api/calls/{id}/hangup", new { });
    }

    [Fact]
    public async Task What_rings_at_one_telephone_is_picked_up_at_another()
    {
        await using var phone = await PhoneAsync("201", "127.0.81.4", First);
        await using var resident = await HummingResident.TalkAsync(town, "+79379999973", First);
        using var api = await HostApi.SignInAsync(town.Host.Http, "dispatcher");
        using var other = await HostApi.SignInAsync(town.Host.Http, "dispatcher2");
        var id = (await resident.CardAsync(api, _ => true)).GetProperty("callId").GetString();
        await using var silent = await PhoneAsync("203", "127.0.81.5", 2300, answers: false);
        await using var picker = await PhoneAsync("202", "127.0.81.6", Second);

        await api.PostAsync($"/api/calls/{id}/transfer", new { to = "203" });
        await WaitAsync(() => silent.Output.Contains("Incoming call", StringComparison.OrdinalIgnoreCase), silent);
        await other.PostAsync($"/api/calls/{id}/pickup", new { });
        await resident.HearsAsync([Second], First);
        await HearsAsync("who picked it up", picker, [Resident], First);
        await resident.CardAsync(api, card => card.GetProperty("extension").GetString() == "202");
        await api.PostAsync($"/api/calls/{id}/hangup", new { });
    }

    [Fact]
    public async Task Linphone_passes_a_call_on_blindly()
    {
        await using var phone = await LinphoneAsync();
        await using var resident = await HummingResident.TalkAsync(town, "+79379999974", First);
        await using var colleague = await PhoneAsync("202", "127.0.81.7", Second);

        await phone.SayAsync($"transfer sip:202@{town.Host.Sip}");
        await resident.HearsAsync([Second], First);
        await HearsAsync("the colleague", colleague, [Resident], First);
        await EndAsync(resident, "202", "blind");
    }

    [Fact]
    public async Task Linphone_asks_a_colleague_and_puts_the_two_together()
    {
        await using var phone = await LinphoneAsync();
        await using var resident = await HummingResident.TalkAsync(town, "+79379999975", First);
        await using var colleague = await PhoneAsync("202", "127.0.81.8", Second);

        await phone.SayAsync("pause 1");
        await resident.HearsAsync([], First);
        await phone.SayAsync($"call sip:202@{town.Host.Sip}");
        await HearsAsync("the colleague", colleague, [First], Resident);
        await WithWordsAsync(resident.HearsAsync([], First, Second), phone);
        await phone.SayAsync("transfer 1 --to-call 2");
        await WithWordsAsync(resident.HearsAsync([Second], First), phone);
        await HearsAsync("the colleague", colleague, [Resident], First);
        await EndAsync(resident, "202", "attended");
    }

    private static Task HearsAsync(string who, Baresip phone, double[] tones, params double[] notThese) =>
        HummingResident.HearsAsync(who, phone.Heard, tones, notThese);

    /// <summary>When it does not come about, what the phone and the exchange say of it.</summary>
    private async Task WithWordsAsync(Task hearing, Linphone phone)
    {
        try
        {
            await hearing;
        }
        catch (TimeoutException never)
        {
            var calls = await town.Api.GetAsync("/api/calls?limit=3");
            throw new TimeoutException($"{never.Message}\n{phone.Said}\n{calls}", never);
        }
    }

    private static async Task WaitAsync(Func<bool> isSo, Baresip phone)
    {
        using var patience = new CancellationTokenSource(Limit);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!isSo())
        {
            Assert.False(patience.IsCancellationRequested, phone.Output);
            await beat.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private Task<Baresip> PhoneAsync(string user, string address, double hertz, bool answers = true) =>
        Baresip.StartAsync(
            user, "demo" + user, town.Host.Sip, address, ToneMeter.Hum(hertz, TimeSpan.FromSeconds(90)), answers);

    private async Task<Linphone> LinphoneAsync()
    {
        var phone = await Linphone.RegisterAsync(
            "201", "demo201", town.Host.Sip, ToneMeter.Hum(First, TimeSpan.FromSeconds(90)));
        await town.Api.EventuallyAsync("/api/phones", phones => phones.Any(IsHere), Limit);
        return phone;

        static bool IsHere(JsonElement phone) => phone.GetProperty("extension").GetString() == "201"
            && phone.GetProperty("places").EnumerateArray().Any(place => place.GetProperty("model").GetString()!
                .Contains("linphone", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The card names the colleague and how the call came there; then it is hung up.</summary>
    private async Task EndAsync(HummingResident resident, string extension, string kind)
    {
        var card = await resident.CardAsync(
            town.Api, each => each.GetProperty("extension").GetString() == extension);
        Assert.Equal(kind, card.GetProperty("lastMove").GetProperty("kind").GetString());
        await town.Api.PostAsync($"/api/calls/{card.GetProperty("callId").GetString()}/hangup", new { });
    }
}
