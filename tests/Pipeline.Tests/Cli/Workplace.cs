using System.Diagnostics;
using Pipeline.Cli;
using Pipeline.Cli.Display;
using Pipeline.Cli.Running;
using Pipeline.Files;

namespace Pipeline.Tests.Cli;

/// <summary>A folder with a private CSV, a pipeline file and a state folder of its own.</summary>
internal sealed class Workplace : IDisposable
{
    public Workplace() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), "pipeline-test-" + Guid.NewGuid().ToString("N"));

    public string Runs => Path.Combine(Root, "out");

    public StateFolder State => StateFolder.At(Path.Combine(Root, "state"));

    /// <summary>A word that stands in every private text and nowhere else.</summary>
    public const string Canary = "zyxwquorfle";

    /// <summary>Writes a source of made-up texts about two things, four a customer.</summary>
    public void WriteSource(int records = 64)
    {
        string[] billing = ["The invoice of {0} shows a charge of {1} euros that I never agreed to. Please refund it.", "I was billed twice, {1} euros each time, by {0}. When do I get my money back?"];
        string[] delivery = ["My parcel from {0} should have come {1} days ago and the courier never rang. Where is it?", "The box of {0} arrived damaged and {1} parts are missing. Please send it again."];
        var lines = Enumerable.Range(0, records).Select(i =>
        {
            var text = string.Format((i % 2 == 0 ? billing : delivery)[i / 2 % 2], Canary + i, i + 2);
            return $"t{i},c{i / 4},{(i % 2 == 0 ? "billing" : "delivery")},\"{text}\"";
        });
        File.WriteAllText(Path.Combine(Root, "tickets.csv"), "id,customer,label,text\n" + string.Join('\n', lines) + "\n");
    }

    /// <summary>Writes a small pipeline file over the source, under a policy given in full.</summary>
    public string WritePipeline(string require, string extra = "")
    {
        File.WriteAllText(Path.Combine(Root, "policy.yaml"), "name: test\nfor: { classification: [confidential] }\nrequire:\n" + require);
        var path = Path.Combine(Root, "pipeline.yaml");
        File.WriteAllText(path, $$"""
            name: test
            source: { path: tickets.csv, id: id, text: text, label: label, unit: customer, classification: confidential, holdout: 0.3 }
            task:
              template: "{text} This ticket is about"
              labels:
                billing: { token: " billing", about: [ "a wrong charge on an invoice", "a refund" ] }
                delivery: { token: " delivery", about: [ "a parcel that has not arrived", "a damaged box" ] }
            public: { kind: Customer message, openings: [ "I", "My" ] }
            privacy: { epsilon: 4, delta: 1e-4, neighbours: add-or-remove-one-unit, records per unit: 1 }
            synthesis: { model: {{Fixtures.Shipped("pipelines", "models", "smollm2-135m-instruct-q4_1.gguf")}}, method: match, texts: 6, proposals: 128 }
            audits: {{Fixtures.Shipped("audits", "standard.yaml")}}
            policy: policy.yaml
            release: { to: out{{extra}} }
            """ + "\n");
        return path;
    }

    public RunResult Run(string pipeline, CancellationToken cancellation) =>
        new PipelineRunner(PipelineFiles.Load(pipeline, KnownAudits.All), State, new LineDisplay(TextWriter.Null), TimeProvider.System).Run(cancellation);

    /// <summary>Runs the program itself, as the start script does.</summary>
    public (int ExitCode, string Output, string Error) Command(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Root,
            Environment = { ["PIPELINE_STATE"] = Path.Combine(Root, "state") },
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Every file below the folder but the source itself.</summary>
    public IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "tickets.csv");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
