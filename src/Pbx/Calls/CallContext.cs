namespace Zhkh.Pbx.Calls;

/// <summary>
/// What is known about the person on the line; written by the flow, shown on screens, kept in the call's row.
/// </summary>
public sealed class CallContext
{
    /// <summary>Told of every change, on the thread that made it.</summary>
    internal Action? OnChanged { get; set; }

    /// <summary>
    /// Code of the organisation the call belongs to; the number's own until an account says otherwise.
    /// </summary>
    public string Organisation { get; set => Change(ref field, value); } = "";

    /// <summary>The account the caller was matched to or typed in; null while unknown.</summary>
    public string? AccountNumber { get; set => Change(ref field, value); }

    /// <summary>The language spoken by the robot from here on.</summary>
    public Language Language { get; set => Change(ref field, value); } = Language.Russian;

    private void Change<T>(ref T field, T value)
    {
        if (!EqualityComparer<T>.Default.Equals(field, value))
        {
            field = value;
            OnChanged?.Invoke();
        }
    }
}
