namespace Zhkh.Pbx.Sip;

/// <summary>
/// Where bans survive a restart. Called from the clock of the exchange, never on the path of a message.
/// </summary>
public interface IBanStore
{
    IReadOnlyList<BanRecord> Load();

    void Save(IReadOnlyList<BanRecord> bans);
}
