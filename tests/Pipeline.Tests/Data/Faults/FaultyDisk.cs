using Pipeline.Data.Runs;

namespace Pipeline.Tests.Data.Faults;

/// <summary>The real disk under a <see cref="FaultPlan"/>. It flushes nothing for real: losing power is played, not waited for.</summary>
/// <param name="plan">What goes wrong.</param>
/// <param name="careless">Flushing does nothing.</param>
internal sealed class FaultyDisk(FaultPlan plan, bool careless = false) : IDisk
{
    private readonly Dictionary<string, string> names = [];

    public void MakeFolder(string path)
    {
        if (!Directory.Exists(path)) Do($"make {Kind(path)}", true, () => Directory.CreateDirectory(path));
    }

    public void MakeHidden(string path) => Do($"make {Kind(path)}", true, () => Disk.Real.MakeHidden(path));

    public void ShowLike(string path, string other) => Do($"show {Kind(path)}", false, () => Disk.Real.ShowLike(path, other));

    public Stream Create(string path)
    {
        Do($"create {Kind(path)}", true, () => File.WriteAllBytes(path, []));
        plan.Until(FaultPlan.Bytes, path, _ => Tear(path));
        return new Writing(plan, path);
    }

    public IDisposable CreateLocked(string path)
    {
        IDisposable? held = null;
        Do($"create {Kind(path)}", true, () => plan.Holds(held = Disk.Real.CreateLocked(path)));
        return held!;
    }

    public void FlushFile(string path) => Do($"flush {Kind(path)}", false, () => Flushed(path));

    public void FlushFolder(string path) => Do($"flush {Kind(path)}", false, () => Flushed(path + "/"));

    public void MoveFolder(string from, string to) => Do($"rename {Kind(from)} to {Kind(to)}", false, () =>
    {
        Directory.Move(from, to);
        plan.Moved(from, to);
        names[to] = from;
        plan.Until(FaultPlan.Names, Path.GetDirectoryName(to) + "/", _ =>
        {
            if (Directory.Exists(to)) Directory.Move(to, from);
        });
    });

    public void DeleteFile(string path) => Do($"delete {Kind(path)}", false, () => File.Delete(path));

    public void DeleteFolder(string path)
    {
        // One file after the other, so that a crash can come between.
        foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).ToList()) Do($"delete {Kind(file)} of {Kind(path)}", false, () => File.Delete(file));
        Do($"delete {Kind(path)}", false, () => Directory.Delete(path));
    }

    private void Flushed(string path)
    {
        if (!careless) plan.Flushed(path);
    }

    private void Do(string what, bool writes, Action change)
    {
        if (plan.Change(what, writes, whole =>
        {
            if (whole) change();
        })) return;
        throw plan.Dead ? new KilledException() : new IOException("The disk refuses.");
    }

    /// <summary>The path now of a file whose folder may have been renamed since, cut to half.</summary>
    private void Tear(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var now = names.FirstOrDefault(moved => moved.Value == folder && Directory.Exists(moved.Key)).Key ?? folder;
        var file = Path.Combine(now, Path.GetFileName(path));
        if (!File.Exists(file)) return;
        using var stream = new FileStream(file, FileMode.Open);
        stream.SetLength(stream.Length / 2);
    }

    private static string Kind(string path) => Path.GetFileName(path) switch
    {
        var name when name.StartsWith(".unborn", StringComparison.Ordinal) => "unborn folder",
        var name when name.StartsWith(".staging", StringComparison.Ordinal) => "hidden folder",
        var name when name.StartsWith(".discarded", StringComparison.Ordinal) => "discarded folder",
        var name when name.StartsWith(".held", StringComparison.Ordinal) => "waiting folder",
        var name when name.StartsWith("run-", StringComparison.Ordinal) => "visible folder",
        "" or "out" => "folder of runs",
        var name => name,
    };

    private sealed class Writing(FaultPlan plan, string path) : Stream
    {
        private readonly FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var bytes = buffer.ToArray();
            if (plan.Change($"write {Path.GetFileName(path)}", true, whole => file.Write(bytes, 0, whole ? bytes.Length : bytes.Length / 2))) return;
            throw plan.Dead ? new KilledException() : new IOException("No space left on device.");
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
