namespace Zhkh.Pbx.Calls;

/// <summary>What a dialled number of ours leads to.</summary>
/// <param name="Flow">The conversation: the call lasts as long as it runs.</param>
/// <param name="Organisation">Whose number it is; empty for numbers of the bench.</param>
/// <param name="IsEmergency">Has places of its own when the exchange is full.</param>
public sealed record InboundRoute(
    Func<ICall, Task> Flow, string Organisation, Language Language = Language.Russian, bool IsEmergency = false,
    bool IsRecorded = true);
