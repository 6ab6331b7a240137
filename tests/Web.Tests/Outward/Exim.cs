using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Zhkh.Web.Tests.Outward;

/// <summary>
/// Debian's exim as a submission server on a loopback port of its own: STARTTLS with the test's certificate, AUTH, a
/// mailbox that does not exist, one that is busy. It delivers into a folder and touches nothing of the system's own.
/// </summary>
internal sealed class Exim : IAsyncDisposable
{
    public const string User = "zhkh";
    public const string Password = "an open secret";

    private const string Program = "/usr/sbin/exim4";
    private const string Account = "Debian-exim";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zhkh-exim");
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    private Exim(IPAddress address)
    {
        Certificate = new TestCertificate(address, _folder.FullName);
        Port = FreePort(address);
        foreach (var name in new[] { "spool", "log", "mail/new", "mail/cur", "mail/tmp" })
        {
            Directory.CreateDirectory(Path.Combine(_folder.FullName, name));
        }

        File.WriteAllText(Config, Text(address));
        if (Environment.IsPrivilegedProcess)
        {
            // It gives up root for its own account, which must be able to write and to read its key.
            using var own = Process.Start("chown", ["-R", Account, _folder.FullName]);
            own.WaitForExit();
            using var keep = Process.Start("chown", ["root", Config]);
            keep.WaitForExit();
        }

        _process = Process.Start(new ProcessStartInfo(Program, ["-C", Config, "-bdf", "-q1m"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("exim did not start");
        _process.ErrorDataReceived += (_, line) => _said.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public int Port { get; }

    public TestCertificate Certificate { get; }

    private string Config => Path.Combine(_folder.FullName, "exim.conf");

    public static async Task<Exim> StartAsync(string address)
    {
        Assert.True(File.Exists(Program), $"{Program} is missing: apt-get install exim4-daemon-light");
        var exim = new Exim(IPAddress.Parse(address));
        for (var i = 0; i < 300; i++)
        {
            Assert.False(exim._process.HasExited, $"exim ended: {exim._said}");
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(address, exim.Port);
                return exim;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        throw new TimeoutException($"exim does not listen: {exim._said}");
    }

    /// <summary>Waits for so many letters and reads them.</summary>
    public async Task<IReadOnlyList<string>> LettersAsync(int count)
    {
        var inbox = Path.Combine(_folder.FullName, "mail", "new");
        for (var i = 0; i < 300; i++)
        {
            if (Directory.GetFiles(inbox) is var files && files.Length >= count)
            {
                return [.. files.Select(File.ReadAllText)];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"Not {count} letters within 30 s: {_said}\n{Log}");
    }

    /// <summary>The main log: who sent what over which cipher.</summary>
    public string Log
    {
        get
        {
            var main = Path.Combine(_folder.FullName, "log", "mainlog");
            return File.Exists(main) ? File.ReadAllText(main) : "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>What differs, as macros of exim, before what is always the same.</summary>
    private string Text(IPAddress address) => string.Create(CultureInfo.InvariantCulture, $"""
        THE_ADDRESS = {address}
        THE_PORT = {Port}
        THE_FOLDER = {_folder.FullName}
        THE_CERTIFICATE = {Certificate.CertificateFile}
        THE_KEY = {Certificate.KeyFile}
        THE_USER = {User}
        THE_PASSWORD = {Password}
        THE_OWNER = {(Environment.IsPrivilegedProcess ? $"user = {Account}" : "")}

        """) + Rules;

    private const string Rules = """
        primary_hostname = mail.example.org
        local_interfaces = THE_ADDRESS
        daemon_smtp_ports = THE_PORT
        spool_directory = THE_FOLDER/spool
        log_file_path = THE_FOLDER/log/%slog
        pid_file_path = THE_FOLDER/exim.pid
        tls_advertise_hosts = *
        tls_certificate = THE_CERTIFICATE
        tls_privatekey = THE_KEY
        auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
        acl_smtp_rcpt = recipient
        acl_smtp_data = everything
        deliver_drop_privilege = true
        host_lookup =
        rfc1413_hosts =

        begin acl
        everything:
          accept
        recipient:
          deny    message = 5.7.0 sign in first
                  !authenticated = *
          deny    message = 5.1.1 no such mailbox
                  local_parts = nobody
          defer   message = 4.2.1 the mailbox is busy
                  local_parts = busy
          accept

        begin routers
        everybody:
          driver = accept
          transport = folder

        begin transports
        folder:
          driver = appendfile
          directory = THE_FOLDER/mail
          maildir_format
          create_directory = false
          envelope_to_add
          THE_OWNER

        begin authenticators
        plain:
          driver = plaintext
          public_name = PLAIN
          server_condition = ${if and{{eq{$auth2}{THE_USER}}{eq{$auth3}{THE_PASSWORD}}}}
          server_set_id = $auth2

        """;
}
