using System.Globalization;
using System.Security.Cryptography;

namespace Pipeline.Cli.Running;

/// <summary>Names runs by time, with four random digits so that two runs of one second differ.</summary>
internal static class RunName
{
    public static string At(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + RandomNumberGenerator.GetHexString(4, lowercase: true);
}
