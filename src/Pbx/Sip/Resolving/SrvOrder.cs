namespace Zhkh.Pbx.Sip;

/// <summary>
/// The order in which servers are tried (RFC 2782): by priority, within one by chance after their weights.
/// </summary>
internal static class SrvOrder
{
    /// <param name="draw">A number from 0 to its argument, that included.</param>
    public static IReadOnlyList<DnsRecord.Server> Of(IEnumerable<DnsRecord.Server> servers, Func<int, int> draw)
    {
        var ordered = new List<DnsRecord.Server>();
        foreach (var group in servers.GroupBy(s => s.Priority).OrderBy(g => g.Key))
        {
            // Those of weight 0 stand first, so that they too are drawn now and then.
            var left = group.OrderBy(s => s.Weight).ToList();
            while (left.Count > 0)
            {
                var drawn = draw(left.Sum(s => s.Weight));
                var sum = 0;
                var at = left.FindIndex(s => (sum += s.Weight) >= drawn);
                ordered.Add(left[at]);
                left.RemoveAt(at);
            }
        }

        return ordered;
    }
}
