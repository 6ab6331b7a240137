using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx;

/// <summary>What the exchange asks of the town; Web answers.</summary>
public sealed record TownPorts(ISubscriberDesk Subscribers, IMeterDesk Meters, IOutageDesk Outages);
