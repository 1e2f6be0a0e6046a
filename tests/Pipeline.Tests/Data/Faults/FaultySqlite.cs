using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Tests.Data.Faults;

/// <summary>
/// SQLite's own files under a <see cref="FaultPlan"/>: a layer (VFS) over the operating system's that lets through or spoils
/// every write, truncation, synchronisation and deletion that SQLite makes, and undoes what was not synchronised when the
/// power fails. Struct layouts are those of sqlite3.h on 64 bits.
/// </summary>
internal sealed unsafe class FaultySqlite : IDisposable
{
    private const int Ok = 0, InputOutputError = 10, Full = 13;
    private const int NameAt = 24, OpenAt = 40, DeleteAt = 48, VfsSize = 176;
    private const int CloseAt = 8, WriteAt = 24, TruncateAt = 32, SyncAt = 40, FileSizeAt = 48, ReadAt = 16, MethodsSize = 152;

    private static readonly ConcurrentDictionary<nint, FaultySqlite> Layers = new();
    private static readonly ConcurrentDictionary<nint, (FaultySqlite Layer, nint Methods, nint Copy, string Path)> Files = new();
    private static int made;

    private readonly FaultPlan plan;
    private readonly nint real, layer, name;

    public FaultySqlite(FaultPlan plan)
    {
        this.plan = plan;
        Name = $"faulty-{Interlocked.Increment(ref made)}";
        real = Find(null);
        layer = Marshal.AllocHGlobal(VfsSize);
        Buffer.MemoryCopy((void*)real, (void*)layer, VfsSize, VfsSize);
        name = Marshal.StringToCoTaskMemUTF8(Name);
        *(nint*)(layer + NameAt) = name;
        *(delegate* unmanaged[Cdecl]<nint, byte*, nint, int, int*, int>*)(layer + OpenAt) = &Open;
        *(delegate* unmanaged[Cdecl]<nint, byte*, int, int>*)(layer + DeleteAt) = &Delete;
        Layers[layer] = this;
        if (Register(layer, 0) != Ok) throw new InvalidOperationException("SQLite takes no layer.");
    }

    /// <summary>What the connection asks for.</summary>
    public string Name { get; }

    public void Dispose()
    {
        _ = Unregister(layer);
        Layers.TryRemove(layer, out _);
        Marshal.FreeHGlobal(layer);
        Marshal.FreeCoTaskMem(name);
    }

    private int Spoilt => plan.Dead ? InputOutputError : Full;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(nint vfs, byte* path, nint file, int flags, int* outFlags)
    {
        var own = Layers[vfs];
        var fresh = path is not null && !File.Exists(Marshal.PtrToStringUTF8((nint)path)!);
        var opened = ((delegate* unmanaged[Cdecl]<nint, byte*, nint, int, int*, int>)(*(nint*)(own.real + OpenAt)))(own.real, path, file, flags, outFlags);
        if (opened != Ok || path is null) return opened;
        var opens = Marshal.PtrToStringUTF8((nint)path)!;
        var methods = *(nint*)file;
        var copy = Marshal.AllocHGlobal(MethodsSize);
        Buffer.MemoryCopy((void*)methods, (void*)copy, MethodsSize, MethodsSize);
        *(delegate* unmanaged[Cdecl]<nint, int>*)(copy + CloseAt) = &Close;
        *(delegate* unmanaged[Cdecl]<nint, void*, int, long, int>*)(copy + WriteAt) = &Write;
        *(delegate* unmanaged[Cdecl]<nint, long, int>*)(copy + TruncateAt) = &Truncate;
        *(delegate* unmanaged[Cdecl]<nint, int, int>*)(copy + SyncAt) = &Sync;
        *(nint*)file = copy;
        Files[file] = (own, methods, copy, opens);
        // A new journal is as good as none until it is synchronised.
        if (fresh) own.plan.Until(FaultPlan.Bytes, opens, _ => File.Delete(opens));
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(nint file)
    {
        Files.TryRemove(file, out var own);
        *(nint*)file = own.Methods;
        var closed = ((delegate* unmanaged[Cdecl]<nint, int>)(*(nint*)(own.Methods + CloseAt)))(file);
        Marshal.FreeHGlobal(own.Copy);
        return closed;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint file, void* bytes, int count, long offset)
    {
        var own = Files[file];
        var result = Ok;
        own.Layer.Remember(own.Path, own.Methods, file, offset, count);
        return own.Layer.plan.Change($"write {Kind(own.Path)}", true, whole =>
            result = ((delegate* unmanaged[Cdecl]<nint, void*, int, long, int>)(*(nint*)(own.Methods + WriteAt)))(file, bytes, whole ? count : count / 2, offset)) ? result : own.Layer.Spoilt;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint file, long size)
    {
        var own = Files[file];
        var result = Ok;
        return own.Layer.plan.Change($"truncate {Kind(own.Path)}", false, _ =>
            result = ((delegate* unmanaged[Cdecl]<nint, long, int>)(*(nint*)(own.Methods + TruncateAt)))(file, size)) ? result : InputOutputError;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint file, int flags)
    {
        var own = Files[file];
        return own.Layer.plan.Change($"flush {Kind(own.Path)}", false, _ => own.Layer.plan.Flushed(own.Path)) ? Ok : InputOutputError;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(nint vfs, byte* path, int flushes)
    {
        var own = Layers[vfs];
        var gone = Marshal.PtrToStringUTF8((nint)path)!;
        var result = Ok;
        return own.plan.Change($"delete {Kind(gone)}", false, _ =>
        {
            var content = File.Exists(gone) ? File.ReadAllBytes(gone) : null;
            result = ((delegate* unmanaged[Cdecl]<nint, byte*, int, int>)(*(nint*)(own.real + DeleteAt)))(own.real, path, 0);
            own.plan.Flushed(gone);
            if (flushes == 0 && content is not null) own.plan.Until(FaultPlan.Bytes, gone, _ => File.WriteAllBytes(gone, content));
        }) ? result : InputOutputError;
    }

    /// <summary>Keeps what a write will change, so that it can be undone.</summary>
    private void Remember(string path, nint methods, nint file, long offset, int count)
    {
        if (plan.Dead || SizeOf(methods, file) is not { } size) return;
        var before = new byte[Math.Max(0, Math.Min(count, size - offset))];
        fixed (byte* into = before)
        {
            if (before.Length > 0) _ = ((delegate* unmanaged[Cdecl]<nint, void*, int, long, int>)(*(nint*)(methods + ReadAt)))(file, into, before.Length, offset);
        }
        plan.Until(FaultPlan.Bytes, path, _ =>
        {
            if (!File.Exists(path)) return;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            stream.Position = offset;
            stream.Write(before);
            stream.SetLength(size);
        });
    }

    private static long? SizeOf(nint methods, nint file)
    {
        long size;
        return ((delegate* unmanaged[Cdecl]<nint, long*, int>)(*(nint*)(methods + FileSizeAt)))(file, &size) == Ok ? size : null;
    }

    private static string Kind(string path) => path.EndsWith("-journal", StringComparison.Ordinal) ? "ledger's journal" : "ledger";

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
    private static extern nint Find(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
    private static extern int Register(nint vfs, int makeDefault);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_unregister", CallingConvention = CallingConvention.Cdecl)]
    private static extern int Unregister(nint vfs);
}
