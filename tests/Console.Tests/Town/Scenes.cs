using Zhkh.Console.Tests.Browser;

namespace Zhkh.Console.Tests.Town;

/// <summary>Moments of a shift that several tests and the pictures need.</summary>
internal static class Scenes
{
    /// <summary>Three to call back, the robot busy, two tickets burning; nobody on the desk yet.</summary>
    public static async Task BusyMinuteAsync(FakeTown town)
    {
        var izotova = People.Melnik with
        {
            Number = "4406184", Address = "ул. Победы, 7, кв. 184", Person = new FakePerson("Изотова И. С.", "owner"),
        };
        var oleynik = People.Melnik with
        {
            Number = "4406009", Address = "ул. Мира, 22а, кв. 9", Person = new FakePerson("Олейник Т. Г.", "tenant"),
        };
        town.Miss("+79276110184", TimeSpan.FromSeconds(48), izotova, times: 2);
        town.Miss("+79170004412", TimeSpan.FromSeconds(151));
        town.Miss("+79276110009", TimeSpan.FromSeconds(245), oleynik);
        town.AddTicket("Засор канализации", "ул. Мира, 5", TimeSpan.FromSeconds(-12), priority: "urgent",
            callIds: ["c1"]);
        town.AddTicket("Течь стояка", "ул. Ленина, 3", TimeSpan.FromMinutes(26), "accepted");
        await town.RingAsync([People.FlatTwo], state: "robot", waited: 22);
    }

    /// <summary>Three houses without hot water, one without cold, a silent crew.</summary>
    public static void Trouble(FakeTown town)
    {
        town.Outages.Add(new FakeNewOutage(LiveFeed.Organisation, "emergency", ["coldWater"], ["h5"],
            town.Now.AddMinutes(-20), null, "riserAccident", null, true), town.Now, 4, 1);
        town.Outages.Add(new FakeNewOutage(LiveFeed.Organisation, "emergency", ["hotWater", "heating"],
            ["h14", "h12", "h16"], town.Now.AddMinutes(-50), town.Now.AddHours(3), "heatMainAccident", "t-1", true),
            town.Now, 41, 3);
        town.Crews.Attention.Add(new FakeAttention("n-1", LiveFeed.Organisation, "t-9", 10_482, "ул. Мира, 5",
            "crewSilent", true, "Сантехники, Мухин", town.Now.AddMinutes(-1)));
    }

    /// <summary>The dispatcher talks to Kravchenko and types while Melnik rings.</summary>
    public static async Task TalkAsync(FakeTown town, Screen screen)
    {
        var open = new FakeOpenTicket("t-1", 10_477, "inProgress", town.Now.AddHours(-3), "Нет горячей воды",
            "кв. 30");
        var similar = new FakeOpenTicket("t-2", 10_499, "accepted", town.Now.AddMinutes(-24),
            "Капает с потолка в ванной", "кв. 34");
        var outage = new FakeOutage("o-1", 77, "hotWater", "Порыв на теплотрассе, работает ТС-2", town.Now.AddHours(4));
        var call = await town.RingAsync([People.Kravchenko], open: [open, similar], outages: [outage], waited: 4);
        var answered = await town.AnswerAsync(call);
        await town.ChangeAsync(answered with { HumanAnsweredAt = town.Now.AddSeconds(-134) });
        await screen.Page.Locator($"[data-subject='{call.CallId}']").WaitForAsync();
        await screen.Text.FillAsync("Капает с потолка в ванной, сильно, кран не держит, перекрыть не могут");
        var second = await town.RingAsync([People.Melnik], outages: [outage], waited: 6);
        await screen.Strip(second.CallId).WaitForAsync();
    }
}
