namespace Zhkh.Pbx.Calls;

/// <summary>A language the robot speaks.</summary>
public enum Language
{
    Russian,
    Ukrainian,
}
