using System.Collections.Concurrent;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// All transactions of the stack. Bounded: when it is full, the oldest one that only waits for retransmissions makes
/// room, and when there is none, nothing new is begun.
/// </summary>
internal sealed class TransactionTable
{
    /// <summary>1,000 calls a second leave two transactions each for 32 s: 64,000.</summary>
    public const int TransactionsMax = 262_144;

    private readonly ConcurrentDictionary<string, ServerTransaction> _servers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ClientTransaction> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ServerTransaction> _finished = new();

    public int Count => _servers.Count + _clients.Count;

    public ServerTransaction? FindServer(string key) => _servers.GetValueOrDefault(key);

    public ClientTransaction? FindClient(string key) => _clients.GetValueOrDefault(key);

    /// <summary>False when the key is taken, or the table is full of unfinished work.</summary>
    public bool TryAdd(ServerTransaction transaction)
    {
        if (_servers.Count >= TransactionsMax && !TryEvict())
        {
            return false;
        }

        return _servers.TryAdd(transaction.Key, transaction);
    }

    public bool TryAdd(ClientTransaction transaction) =>
        _clients.Count < TransactionsMax && _clients.TryAdd(transaction.Key, transaction);

    public void Remove(ServerTransaction transaction) =>
        _servers.TryRemove(KeyValuePair.Create(transaction.Key, transaction));

    public void Remove(ClientTransaction transaction) =>
        _clients.TryRemove(KeyValuePair.Create(transaction.Key, transaction));

    /// <summary>The transaction has its final response and may be evicted.</summary>
    public void Finished(ServerTransaction transaction)
    {
        _finished.Enqueue(transaction);
        // They finish and are forgotten in about the same order, so the queue is as long as the table.
        while (_finished.TryPeek(out var oldest) && oldest.IsForgotten)
        {
            _finished.TryDequeue(out _);
        }
    }

    private bool TryEvict()
    {
        while (_finished.TryDequeue(out var oldest))
        {
            if (!oldest.IsForgotten)
            {
                oldest.Evict();
                return true;
            }
        }

        return false;
    }
}
