using Pipeline.Core;
using Pipeline.Core.Plans;

namespace Pipeline.Cli.Running;

/// <summary>Names everything that was set: the files a person wrote and the model.</summary>
internal static class SettingsDigest
{
    public static Digest Of(PipelineFile file, Digest model)
    {
        using var digester = new Digester();
        return digester.Add(file.Settings.Hex).Add(model.Hex).Finish();
    }
}
