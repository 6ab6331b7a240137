using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Reads a complaint in Russian or Ukrainian: which category, how urgent. The words are rows.</summary>
public sealed class Classifier(DispatchDb db)
{
    public const string Other = "other";
    private List<StemRow>? _rows;

    public async Task<Classified> ReadAsync(string text, CancellationToken cancel)
    {
        _rows ??= await db.Database.SqlQuery<StemRow>($"""
            select stems as "Stems", category as "Category", priority as "Priority", weight as "Weight"
            from dispatch.classifier_stems
            """).ToListAsync(cancel);
        return Read(text, _rows);
    }

    /// <summary>The weightiest row decides; among equals the more urgent, then the first by name. Pure.</summary>
    internal static Classified Read(string text, IEnumerable<StemRow> rows)
    {
        var words = text.ToLowerInvariant().Replace('ё', 'е')
            .Split(text.Where(c => !char.IsLetterOrDigit(c)).Distinct().ToArray(),
                StringSplitOptions.RemoveEmptyEntries);
        return rows
            .Where(r => r.Stems.All(stem => words.Any(
                w => w.StartsWith(stem.Replace('ё', 'е'), StringComparison.Ordinal))))
            .Select(r => (Row: r, Priority: CamelCase.Value<TicketPriority>(r.Priority)))
            .GroupBy(r => r.Row.Category)
            .OrderByDescending(g => g.Max(r => r.Row.Weight)).ThenByDescending(g => g.Max(r => r.Priority))
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Classified(g.Key, g.Max(r => r.Priority)))
            .FirstOrDefault() ?? new Classified(Other, TicketPriority.Normal);
    }

    internal sealed record StemRow(string[] Stems, string Category, string Priority, int Weight);
}

/// <summary>What a text was read as.</summary>
public sealed record Classified(string Category, TicketPriority Priority);
