namespace Zhkh.Console.Tests.Town;

/// <summary>The exchange's side of call control: does what it is told and says so to every screen.</summary>
internal static class FakeControl
{
    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/calls/targets", () => new
        {
            phones = new object[]
            {
                new { extension = "202", name = "Белова Т.", isFree = true },
                new { extension = "203", name = "Иванова П.", isFree = false },
            },
            lines = new[] { "dispatchers", "emergency" }, answersItself = false,
        });
        // The telephone of the desk cannot answer by itself.
        app.MapPost("/api/calls/{id}/pickup", () => Results.Problem(
            statusCode: 409, detail: $"Снимите трубку телефона {town().Extension}: он уже звонит."));
        app.MapPost("/api/calls/{id}/hold", (string id) => ActAsync(
            town(), id, "hold", call => call with { HeldBy = town().Extension }));
        app.MapPost("/api/calls/{id}/resume", (string id) => ActAsync(
            town(), id, "resume", call => call with { HeldBy = null }));
        app.MapPost("/api/calls/{id}/mute", (string id) => ActAsync(town(), id, "mute", call => Muted(call, true)));
        app.MapPost("/api/calls/{id}/unmute", (string id) => ActAsync(
            town(), id, "unmute", call => Muted(call, false)));
        app.MapPost("/api/calls/{id}/transfer", (string id, MoveAsked asked) => ActAsync(
            town(), id, $"transfer {asked.To}", call => call));
        app.MapPost("/api/calls/{id}/consult", (string id, MoveAsked asked) => ActAsync(
            town(), id, $"consult {asked.To}", call => call with
            {
                HeldBy = town().Extension, Parties = [.. call.Parties ?? [], Party(town(), asked.To ?? "", "person")],
                LastMove = new FakePassing(town().Now, town().Extension ?? "", asked.To ?? "", "consult"),
            }));
        app.MapPost("/api/calls/{id}/join", (string id, MoveAsked asked) => ActAsync(
            town(), id, $"join {asked.To}", call => call with { HeldBy = null }));
        app.MapPost("/api/calls/{id}/drop", (string id, PartyAsked asked) => ActAsync(
            town(), id, $"drop {asked.Party}", call => call with
            {
                Parties = [.. (call.Parties ?? []).Where(party => party.Name != asked.Party)],
            }));
        app.MapPost("/api/calls/{id}/listen", (string id) => ActAsync(
            town(), id, "listen", call => Supervised(town(), call, "listener")));
        app.MapPost("/api/calls/{id}/whisper", (string id) => ActAsync(
            town(), id, "whisper", call => Supervised(town(), call, "whisperer")));
    }

    private static async Task<IResult> ActAsync(FakeTown town, string id, string act, Func<FakeCall, FakeCall> change)
    {
        town.Acts.Enqueue($"{act} {id}");
        FakeCall call;
        lock (town.Calls)
        {
            call = town.Calls.First(each => each.CallId == id);
        }

        await town.ChangeAsync(change(call));
        return Results.Ok(new { result = "ok" });
    }

    private static FakeCall Muted(FakeCall call, bool isMuted) =>
        call with { Parties = [.. (call.Parties ?? []).Select(party => party with { IsMuted = isMuted })] };

    private static FakeCall Supervised(FakeTown town, FakeCall call, string role) => call with
    {
        Parties =
        [
            .. (call.Parties ?? []).Where(party => party.Name != town.Extension),
            Party(town, town.Extension ?? "", role),
        ],
    };

    private static FakeParty Party(FakeTown town, string name, string role) => new(name, role, true, town.Now);

    private sealed record MoveAsked(string? To);

    private sealed record PartyAsked(string? Party);
}
