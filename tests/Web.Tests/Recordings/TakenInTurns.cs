namespace Zhkh.Web.Tests.Recordings;

/// <summary>Who deletes and who counts what was deleted do so one after another: they share a host.</summary>
[CollectionDefinition(Name)]
public sealed class TakenInTurns
{
    public const string Name = "recordings";
}
