namespace Zhkh.Pbx.Ivr;

/// <summary>What a desk answered, or that it did not answer in time.</summary>
internal readonly record struct DeskReply<T>(bool Answered, T? Value)
{
    public static DeskReply<T> Silent => new(false, default);

    public static DeskReply<T> Of(T value) => new(true, value);
}
