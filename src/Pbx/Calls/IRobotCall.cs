namespace Zhkh.Pbx.Calls;

/// <summary>
/// A call the robot made, from the answer on. Nobody asked for it, and what answered may be no person at all: the
/// conversation has to find out before it says anything that is somebody's own.
/// </summary>
public interface IRobotCall : ICall
{
    /// <summary>
    /// The far side has talked on without a pause, as answering machines and announcements do. A key proves a person
    /// whatever this says.
    /// </summary>
    bool IsMonologue { get; }

    /// <summary>Says nothing for a while; people need a moment between lifting a phone and hearing it.</summary>
    Task PauseAsync(TimeSpan length);

    /// <summary>Waits until the far side is silent, so that what is said next is recorded by a machine.</summary>
    Task AwaitSilenceAsync(TimeSpan atMost);

    /// <summary>A signal, then the far side speaks and we listen; a key or a pause ends it.</summary>
    /// <returns>How long words were heard; they are in the call's recording.</returns>
    Task<TimeSpan> ListenAsync(TimeSpan atMost);
}
