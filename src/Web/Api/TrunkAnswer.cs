using System.Text.Json.Serialization;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Web.Api;

/// <summary>A line as it is described and how it is. Its password is never answered.</summary>
/// <param name="Settings">
/// To who may not change it without the account and the addresses by which its operator knows us.
/// </param>
/// <param name="MayChange">Whether the asker may change, test and remove it.</param>
internal sealed record TrunkAnswer(TrunkSettings Settings, bool HasPassword, TrunkStateAnswer State, bool MayChange);

/// <summary>How a line is now.</summary>
/// <param name="Condition">off, starting, registered, ready, failing.</param>
/// <param name="Status">The last final answer of the operator; 0 before any.</param>
/// <param name="Flaps">It broke again and again a moment ago.</param>
/// <param name="Advice">What to look at, in the language of the asker; null when all is well.</param>
internal sealed record TrunkStateAnswer(
    TrunkCondition Condition, DateTimeOffset? Since, int Status, TrunkHint Hint, string? Advice, string? Server,
    string? SeenAs, DateTimeOffset? NextTryAt, int InUse, DateTimeOffset? LastCallAt, bool Usable, bool Flaps);

/// <summary>A line to be made or changed.</summary>
/// <param name="Password">Null leaves the one there is; empty takes it away.</param>
internal sealed record TrunkRequest([property: JsonRequired] TrunkSettings Settings, string? Password = null)
{
    public override string ToString() => Settings.Code;
}

internal sealed record TrunkSwitch([property: JsonRequired] bool IsOn);

/// <param name="Number">Called as a trial; null = nobody.</param>
/// <param name="Echo">Calls the operator's echo number: our sound and a key must come back.</param>
internal sealed record TrunkTestRequest(string? Number = null, bool Echo = false);

/// <summary>What a test found, in words.</summary>
internal sealed record TrunkTestAnswer(
    bool IsWell, int Status, string? SeenAs, IReadOnlyList<LadderStep> Ladder,
    IReadOnlyList<TrunkFindingAnswer> Findings);

internal sealed record TrunkFindingAnswer(TrunkFinding Finding, string Text);

/// <summary>What is known of an operator, and that it has to be checked.</summary>
internal sealed record TrunkPresetAnswer(TrunkSettings Settings, string Check);
