using Zhkh.Pbx.Dialer;
using Zhkh.Web.Live;

namespace Zhkh.Web.Wiring;

/// <summary>The robot dials as long as the host runs; screens are told when a call of it begins or ends.</summary>
internal sealed class DialerLoop(RobotDialer dialer, ChangeSignals screens) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        dialer.OnChanged = organisation => screens.Changed(organisation, "campaigns");
        return dialer.RunAsync(stoppingToken);
    }
}
