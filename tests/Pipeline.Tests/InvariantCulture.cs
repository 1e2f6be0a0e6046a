using System.Globalization;
using System.Runtime.CompilerServices;

namespace Pipeline.Tests;

/// <summary>Tests run under the culture the product sets where it starts.</summary>
internal static class InvariantCulture
{
    [ModuleInitializer]
    public static void Set()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    }
}
