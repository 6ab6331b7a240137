namespace Zhkh.Pbx.Ivr;

/// <summary>How a question to the caller ended.</summary>
internal enum AnswerKind
{
    /// <summary>Valid keys.</summary>
    Given,

    /// <summary>The caller pressed 0, or failed three times.</summary>
    Person,

    /// <summary>Asked twice, silent twice.</summary>
    Silence,
}

/// <summary>What the caller answered.</summary>
internal readonly record struct Answer(AnswerKind Kind, string Keys)
{
    public static Answer Person => new(AnswerKind.Person, "");

    public static Answer Silence => new(AnswerKind.Silence, "");

    public static Answer Of(string keys) => new(AnswerKind.Given, keys);
}
