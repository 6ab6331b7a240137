namespace Zhkh.Pbx.Trunks;

/// <summary>Where registrations survive a restart, also one by kill -9 (RELIABILITY F4: all of them).</summary>
public interface IBindingStore
{
    /// <summary>What was stored last for each user.</summary>
    IReadOnlyDictionary<string, BindingRecord[]> Load();

    /// <summary>
    /// Stores all bindings of one user, none when it left. Called before the phone gets its 200, so it must be quick:
    /// handing the octets to the kernel is enough.
    /// </summary>
    void Save(string user, BindingRecord[] bindings);
}
