using System.Globalization;

namespace Zhkh.Dispatch;

/// <summary>What an SMS of a crew says; <see cref="Move"/> null = none of the agreed replies.</summary>
/// <param name="TicketNumber">A crew with several orders may name one: «3 10201».</param>
internal readonly record struct CrewReply(AssignmentMove? Move, int? TicketNumber, string? Words)
{
    public static CrewReply Read(string text)
    {
        var words = text.Trim();
        if (words.StartsWith('+'))
        {
            words = words[1..].Trim();
            return words.Length is > 0 and <= CrewAct.TextMax
                ? new CrewReply(AssignmentMove.Comment, null, words) : default;
        }

        var parts = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        AssignmentMove? move = parts is [var key, ..] ? key.TrimEnd('.', ',', ')', '!') switch
        {
            "1" => AssignmentMove.Accept,
            "2" => AssignmentMove.OnTheWay,
            "3" => AssignmentMove.Done,
            _ => null,
        } : null;
        if (move is null || parts.Length > 2)
        {
            return default;
        }

        if (parts.Length == 1)
        {
            return new CrewReply(move, null, null);
        }

        return int.TryParse(parts[1].TrimStart('№', '#'), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new CrewReply(move, n, null) : default;
    }
}
