namespace Zhkh.Web.Wiring;

/// <summary>What a message or a call of ours is about, as the roads carry it: <c>crew:{id}</c>, <c>poll:{id}</c>.</summary>
internal static class SubjectTag
{
    public const string Crew = "crew:";
    public const string Poll = "poll:";

    public static string Of(string kind, Guid id) => kind + id.ToString("D");

    public static Guid? IdOf(string kind, string? tag) =>
        tag is not null && tag.StartsWith(kind, StringComparison.Ordinal)
        && Guid.TryParseExact(tag[kind.Length..], "D", out var id) ? id : null;
}
