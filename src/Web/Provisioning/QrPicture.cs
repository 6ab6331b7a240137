using System.Globalization;
using System.Text;
using QRCoder;

namespace Zhkh.Web.Provisioning;

/// <summary>A QR code (ISO/IEC 18004) as the lines of an SVG picture.</summary>
/// <param name="Size">Modules on a side, the four of quiet around it among them.</param>
/// <param name="Path">The dark modules, a square of one by one each.</param>
internal sealed record QrPicture(int Size, string Path)
{
    public static QrPicture Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var size = code.ModuleMatrix.Count;
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (code.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return new QrPicture(size, path.ToString());
    }
}
