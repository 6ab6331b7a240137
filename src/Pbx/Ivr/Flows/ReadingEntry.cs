using System.Globalization;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>One value of one meter, from the warnings to the receipt (DOMAIN §2.3, UX §2.10).</summary>
internal sealed class ReadingEntry(TownDesks desks, IvrOptions options)
{
    /// <summary>Values typed for one meter in one call, corrections included.</summary>
    public const int EntriesMax = 5;

    private const int ReadingDigitsMax = 10;

    /// <summary>Menu when the value is stored; otherwise where the caller goes.</summary>
    public async Task<FlowStep> RunAsync(Conversation talk, MeterOnPhone meter)
    {
        var failures = new FailureCount();
        IReadOnlyList<Prompt> words =
        [
            .. Warnings(meter), .. Which(meter),
            Sentences.PreviousReading, .. NumberPhrase.Decimal(meter.PreviousValue, talk.Language),
            Sentences.AskReading,
        ];
        var saidLess = false;
        for (var entry = 0; entry < EntriesMax && !failures.IsEnough; entry++)
        {
            var answer = await talk.AskNumberAsync(ReadingDigitsMax, failures, words);
            if (answer.Kind != AnswerKind.Given)
            {
                return FlowStep.Person;
            }

            var value = decimal.Parse(answer.Keys, NumberStyles.None, CultureInfo.InvariantCulture);
            var verdict = await desks.JudgeAsync(talk.Call, meter.Id, value, options.DeskDeadline);
            if (!verdict.Answered || verdict.Value is not { } judged)
            {
                return FlowStep.NoData;
            }

            switch (judged.Plausibility)
            {
                case ReadingPlausibility.TooManyDigits:
                    failures.Add();
                    words = [Sentences.TooManyDigits, Sentences.AskReading];
                    continue;
                case ReadingPlausibility.LessThanPrevious when saidLess:
                    return FlowStep.Person;
                case ReadingPlausibility.LessThanPrevious:
                    saidLess = true;
                    words = [Sentences.LessThanBefore];
                    continue;
            }

            if (await ConfirmAsync(talk, meter, value, judged) is { } step)
            {
                return step;
            }

            words = [Sentences.AskReading];
        }

        return FlowStep.Person;
    }

    /// <summary>Reads the value back and stores it; null when it is to be typed anew.</summary>
    private async Task<FlowStep?> ConfirmAsync(
        Conversation talk, MeterOnPhone meter, decimal value, ReadingVerdict judged)
    {
        var tooHigh = judged.Plausibility == ReadingPlausibility.FarTooHigh;
        var answer = await talk.AskKeyAsync(tooHigh ? "123" : "12",
        [
            Sentences.YouEntered, .. NumberPhrase.Decimal(value, talk.Language),
            Sentences.Consumption, .. Amount(judged.Consumption, meter, talk.Language),
            tooHigh ? Sentences.FarTooHigh : Sentences.RightOrAgain,
        ]);
        return answer switch
        {
            { Kind: AnswerKind.Given, Keys: "1" } => await StoreAsync(talk, meter, value),
            { Kind: AnswerKind.Given, Keys: "2" } => null,
            // A suspected leak, a 0, three wrong keys or silence: a person looks at it. Nothing is stored in silence.
            _ => FlowStep.Person,
        };
    }

    private async Task<FlowStep> StoreAsync(Conversation talk, MeterOnPhone meter, decimal value)
    {
        var receipt = await desks.StoreAsync(talk.Call, meter.Id, value, options.DeskDeadline);
        if (!receipt.Answered || receipt.Value is not { } answer)
        {
            return FlowStep.NoData;
        }

        if (answer.Stored)
        {
            return FlowStep.Menu;
        }

        await talk.SayAsync(Sentences.ReadingRefused);
        return FlowStep.Person;
    }

    private static IEnumerable<Prompt> Warnings(MeterOnPhone meter) =>
    [
        .. meter.VerificationExpiredOn is { } expired
            ? (IReadOnlyList<Prompt>)
            [Sentences.VerificationExpired, .. DatePhrase.DayOfMonth(expired), Sentences.VerificationWarning]
            : [],
        .. meter.WindowOpen
            ? (IReadOnlyList<Prompt>)[]
            :
            [
                Sentences.WindowFrom, DatePhrase.DayGenitive(meter.Window.FirstDay),
                Sentences.WindowTo, DatePhrase.DayAccusative(meter.Window.LastDay), Sentences.WindowIsClosed,
            ],
    ];

    private static IEnumerable<Prompt> Which(MeterOnPhone meter) =>
        Sentences.Service(meter.Service) is { } service ? [service] : [];

    private static IReadOnlyList<Prompt> Amount(decimal consumption, MeterOnPhone meter, Language language) =>
        meter.Unit switch
        {
            "m3" => NumberPhrase.Quantity(consumption, Unit.CubicMetre, language),
            "kWh" => NumberPhrase.Quantity(consumption, Unit.KilowattHour, language),
            "Gcal" => NumberPhrase.Quantity(consumption, Unit.Gigacalorie, language),
            _ => NumberPhrase.Decimal(consumption, language),
        };
}
