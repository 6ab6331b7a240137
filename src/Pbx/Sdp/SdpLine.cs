namespace Zhkh.Pbx.Sdp;

/// <summary>A line nobody here reads, kept so that it is passed on: i=, u=, e=, p=, b=, r=, z=, k=.</summary>
/// <param name="Type">Its letter.</param>
/// <param name="Value">What stands after "=".</param>
public readonly record struct SdpLine(char Type, string Value);
