namespace Zhkh.Pbx.Ivr;

/// <summary>Failed inputs of one question, counted over its re-asks.</summary>
internal sealed class FailureCount
{
    private int _count;

    public bool IsNone => _count == 0;

    public bool IsEnough => _count >= Conversation.FailuresMax;

    public void Add() => _count++;
}
