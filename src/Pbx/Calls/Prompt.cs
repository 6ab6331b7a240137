namespace Zhkh.Pbx.Calls;

/// <summary>
/// One recorded fragment, named by its id in <c>voice-prompts/prompts.json</c> (<c>bal.total_debt</c>,
/// <c>number/1540</c>, <c>unit/ruble.many</c>). The language is the call's, so it is not part of the id.
/// </summary>
public readonly record struct Prompt(string Id)
{
    public override string ToString() => Id;
}
