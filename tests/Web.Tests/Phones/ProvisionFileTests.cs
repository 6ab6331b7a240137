using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Zhkh.Pbx.Sip;
using Zhkh.Web.Provisioning;

namespace Zhkh.Web.Tests.Phones;

/// <summary>
/// Each file is read back by somebody else's parser, with names that would like to be more than a name.
/// </summary>
public sealed class ProvisionFileTests
{
    private const string Password = "abcdefghjkmnpq23";

    public static TheoryData<string> Labels => new(
        "Стойка 2", "", "a\r\nserver=evil\r\n[Account2]", "\"quoted\"", "; comment", "# comment",
        "</section><section name=\"auth_info_0\">&amp;", "]]><evil/>", "x=y:z", "%(password)s", "a\u2028b\u0000c\u202E",
        "\\\" <sip:evil@x>");

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task MicroSip_s_file_is_two_sections_for_python_s_configparser(string label)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ini");
        await File.WriteAllBytesAsync(file, ProvisionFile.For("201.ini", Profile(label))!.Content);
        var read = await PythonAsync(
            "import configparser,json,sys\nc=configparser.ConfigParser(interpolation=None)\nc.optionxform=str\n"
            + "c.read_string(open(sys.argv[1],encoding='utf-16').read())\n"
            + "print(json.dumps({s:dict(c[s]) for s in c.sections()}))", file);
        File.Delete(file);
        Assert.Equal(["Account1", "Settings"], read.EnumerateObject().Select(s => s.Name).Order());
        var account = read.GetProperty("Account1");
        Assert.Equal("201", account.GetProperty("username").GetString());
        Assert.Equal(Password, account.GetProperty("password").GetString());
        Assert.Equal("pbx.privolsk:5060", account.GetProperty("server").GetString());
        Assert.Equal("tcp", account.GetProperty("transport").GetString());
        Assert.Equal(17, account.EnumerateObject().Count());
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Linphone_s_file_has_one_account_and_no_password(string label)
    {
        var xml = XDocument.Parse(Encoding.UTF8.GetString(ProvisionFile.For("201.xml", Profile(label))!.Content));
        var sections = xml.Root!.Elements().ToDictionary(
            s => s.Attribute("name")!.Value,
            s => s.Elements().ToDictionary(e => e.Attribute("name")!.Value, e => e.Value));
        Assert.Equal(
            ["audio_codec_0", "audio_codec_1", "auth_info_0", "net", "proxy_0", "sip"], sections.Keys.Order());
        Assert.Equal("201", sections["auth_info_0"]["username"]);
        Assert.Equal("<sip:pbx.privolsk:5060;transport=tcp>", sections["proxy_0"]["reg_proxy"]);
        Assert.EndsWith(
            label.Length == 0 ? "sip:201@pbx.privolsk" : "<sip:201@pbx.privolsk>", sections["proxy_0"]["reg_identity"],
            StringComparison.Ordinal);
        Assert.Equal("1", sections["sip"]["use_rfc2833"]);
        Assert.DoesNotContain(Password, xml.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Yealink_s_file_begins_with_its_version_and_has_one_value_a_line(string label)
    {
        var text = Encoding.UTF8.GetString(ProvisionFile.For("001565aabb01.cfg", Profile(label))!.Content);
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal("#!version:1.0.0.1", lines[0]);
        var values = lines.Skip(1).Select(line => line.Split(" = ", 2)).ToDictionary(p => p[0], p => p[1]);
        Assert.Equal("201", values["account.1.user_name"]);
        Assert.Equal(Password, values["account.1.password"]);
        Assert.Equal("pbx.privolsk", values["account.1.sip_server.1.address"]);
        Assert.Equal("1", values["account.1.sip_server.1.transport_type"]);
        Assert.Equal("1", values["account.1.dtmf.type"]);
        Assert.All(values.Keys, key => Assert.Matches("^(account\\.1\\.|auto_provision\\.)[a-z0-9_.]+$", key));
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Grandstream_s_file_is_one_account_of_numbered_values(string label)
    {
        var xml = XDocument.Parse(
            Encoding.UTF8.GetString(ProvisionFile.For("cfg001565AABB01.xml", Profile(label))!.Content));
        Assert.Equal("001565aabb01", xml.Root!.Element("mac")!.Value);
        var values = xml.Root.Element("config")!.Elements().ToDictionary(e => e.Name.LocalName, e => e.Value);
        Assert.Equal("201", values["P35"]);
        Assert.Equal(Password, values["P34"]);
        Assert.Equal("pbx.privolsk:5060", values["P47"]);
        Assert.Equal("1", values["P130"]);
        Assert.Equal(("8", "0"), (values["P57"], values["P58"]));
        Assert.All(values.Keys, key => Assert.Matches("^P[0-9]+$", key));
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Fanvil_s_file_has_its_head_its_end_and_lines_of_windows(string label)
    {
        var text = Encoding.UTF8.GetString(ProvisionFile.For("fanvil-001565aabb01.cfg", Profile(label))!.Content);
        Assert.EndsWith("<<END OF FILE>>\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        var lines = text.Split("\r\n");
        Assert.Equal(62, lines[0].Length);
        Assert.StartsWith("<<VOIP CONFIG FILE>>Version:2", lines[0], StringComparison.Ordinal);
        var values = lines.Where(line => line.Length > 24 && line[24] == ':')
            .ToDictionary(line => line[..24].TrimEnd(), line => line[25..]);
        Assert.Equal("201", values["SIP1 Register User"]);
        Assert.Equal(Password, values["SIP1 Register Pswd"]);
        Assert.Equal("1", values["SIP1 Transport"]);
        Assert.Equal(2, lines.Count(line => line is ['<', not '<', ..]));
    }

    [Theory]
    [InlineData("202.ini")]
    [InlineData("../201.ini")]
    [InlineData("001565aabb02.cfg")]
    [InlineData("")]
    public void A_phone_has_files_under_its_own_names_only(string name) =>
        Assert.Null(ProvisionFile.For(name, Profile("x")));

    [Fact]
    public void A_program_has_no_device_s_files() =>
        Assert.Null(ProvisionFile.For("001565aabb01.cfg", Profile("x") with { Mac = null }));

    [Fact]
    public void The_picture_is_a_square_with_its_three_corners()
    {
        var picture = QrPicture.Of("//pbx.privolsk/provision/abc/201.xml");
        var dark = picture.Path.Split('M', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part[..part.IndexOf('h', StringComparison.Ordinal)]).ToHashSet();
        // ISO/IEC 18004 §6.3.3: a ring of seven by seven, white, a core of three by three; quiet zone of four.
        foreach (var (x0, y0) in new[] { (4, 4), (picture.Size - 11, 4), (4, picture.Size - 11) })
        {
            for (var i = 0; i < 49; i++)
            {
                var (x, y) = (i % 7, i / 7);
                var isDark = x is 0 or 6 || y is 0 or 6 || (x is >= 2 and <= 4 && y is >= 2 and <= 4);
                Assert.Equal(isDark, dark.Contains($"{x0 + x} {y0 + y}"));
            }
        }

        Assert.DoesNotContain(dark, place => place.StartsWith("0 ", StringComparison.Ordinal));
    }

    private static PhoneProfile Profile(string label) => new(
        "201", label, Password, "zhkh", "pbx.privolsk", 5060, SipTransport.Tcp, "001565aabb01");

    private static async Task<JsonElement> PythonAsync(string program, string file)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", program, file])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("python3 does not start");
        var output = await python.StandardOutput.ReadToEndAsync();
        var errors = await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
