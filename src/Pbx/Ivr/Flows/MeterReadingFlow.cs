using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Readings by keys: which meter, what it showed, what it shows now, is it right. A meter is offered once in a call:
/// its key (call and meter) can store one value only.
/// </summary>
internal sealed class MeterReadingFlow(TownDesks desks, ReadingEntry entry, IvrOptions options)
{
    /// <summary>Meters a caller can choose among with one key.</summary>
    public const int ChoicesMax = 9;

    /// <summary>Returns where the caller goes next.</summary>
    public async Task<FlowStep> RunAsync(Conversation talk, Subscriber account)
    {
        var reply = await desks.MetersAsync(talk.Call, account.AccountNumber, options.DeskDeadline);
        if (!reply.Answered || reply.Value is not { } meters)
        {
            return FlowStep.NoData;
        }

        if (meters.Count == 0)
        {
            await talk.SayAsync(Sentences.NoMeters);
            return FlowStep.Menu;
        }

        return await TakeAllAsync(talk, [.. meters.Where(m => !talk.Read.Contains(m.Id))]);
    }

    private async Task<FlowStep> TakeAllAsync(Conversation talk, List<MeterOnPhone> rest)
    {
        while (rest.Count > 0)
        {
            var (meter, otherwise) = await ChooseAsync(talk, rest);
            if (meter is null)
            {
                return otherwise;
            }

            var step = await entry.RunAsync(talk, meter);
            if (step != FlowStep.Menu)
            {
                return step;
            }

            talk.Read.Add(meter.Id);
            talk.MarkServed(ServedNames.Reading);
            rest.Remove(meter);
            if (rest.Count == 0)
            {
                await talk.SayAsync(Sentences.ReadingTaken);
                return FlowStep.Menu;
            }

            var answer = await talk.AskKeyAsync("1", Sentences.ReadingTaken, Sentences.AnotherMeter);
            if (answer.Kind != AnswerKind.Given)
            {
                return answer.Kind == AnswerKind.Person ? FlowStep.Person : FlowStep.Goodbye;
            }
        }

        await talk.SayAsync(Sentences.AllReadingsTaken);
        return FlowStep.Menu;
    }

    private static async Task<(MeterOnPhone? Meter, FlowStep Otherwise)> ChooseAsync(
        Conversation talk, List<MeterOnPhone> meters)
    {
        if (meters.Count == 1)
        {
            return (meters[0], FlowStep.Menu);
        }

        var offered = meters.Take(ChoicesMax).ToList();
        var answer = await talk.AskKeyAsync(string.Concat(Enumerable.Range(1, offered.Count)),
        [
            Sentences.YouHave, .. NumberPhrase.Count(meters.Count, Unit.Meter, talk.Language),
            .. offered.SelectMany((meter, i) => Item(meter, i + 1)),
        ]);
        return answer.Kind switch
        {
            AnswerKind.Given => (offered[answer.Keys[0] - '1'], FlowStep.Menu),
            AnswerKind.Silence => (null, talk.Served ? FlowStep.Goodbye : FlowStep.Person),
            AnswerKind.Person => (null, FlowStep.Person),
        };
    }

    private static IEnumerable<Prompt> Item(MeterOnPhone meter, int key) =>
    [
        .. Sentences.Service(meter.Service) is { } service ? (IReadOnlyList<Prompt>)[service] : [],
        Sentences.MeterEndsIn, .. DigitsPhrase.Ending(meter.SerialNumber, 4),
        Sentences.Press, .. DigitsPhrase.Say($"{key}"),
    ];
}
