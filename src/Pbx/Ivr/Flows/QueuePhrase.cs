using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// «Ваш номер в очереди три. Ожидание — около пяти минут. Чтобы не ждать, нажмите один …»: what a waiting caller
/// hears.
/// </summary>
internal sealed class QueuePhrase(IvrOptions options, TimeProvider time)
{
    private const int MinutesMax = 60;

    public IReadOnlyList<Prompt> Words(QueueNews news) => [.. Place(news), .. news.OffersKeys ? Keys(news.Call) : []];

    private static IEnumerable<Prompt> Place(QueueNews news)
    {
        if (news.IsDeserted)
        {
            return [Sentences.StayInLine];
        }

        if (news.Position == 1)
        {
            return [Sentences.NextInLine];
        }

        var words = new List<Prompt>();
        if (news.Position is { } position)
        {
            words.Add(Sentences.PlaceInLine);
            words.AddRange(NumberPhrase.Cardinal(position, Gender.Masculine, news.Call.Context.Language));
        }

        if (news.Minutes is { } minutes and <= MinutesMax)
        {
            words.AddRange([Sentences.WaitIsAbout, DatePhrase.MinutesGenitive(minutes)]);
        }

        return words;
    }

    /// <summary>The minutes told are what is left of the promise; without any, a message is all there is.</summary>
    private IReadOnlyList<Prompt> Keys(ICall call)
    {
        var left = (int)(call.ArrivedAt + options.CallbackWithin - time.GetUtcNow()).TotalMinutes;
        IReadOnlyList<Prompt> rather = call.CallerNumber is not null && left is >= 1 and <= MinutesMax
            ? [Sentences.RatherCallback, DatePhrase.MinutesGenitive(left), Sentences.RatherMessage]
            : [Sentences.OnlyMessage];
        return [.. rather, Sentences.EmergencyKey];
    }
}
