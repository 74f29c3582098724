// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/training_engine.h"

#include "core/accuracy/training/entry.h"

#include <dlfcn.h>

namespace paretoscope::accuracy {

namespace {

Error unavailable(std::string what, std::string hint)
{
    return {ErrorCode::Unsupported, std::move(what), {}, std::move(hint)};
}

struct Module
{
    MakeEngine makeEngine = nullptr;
};

#ifdef PARETOSCOPE_HAS_TRAINING
/// The dynamic loader looks for the name beside the program, where the build puts it (its run path).
Result<Module> loadModule()
{
    void* module = ::dlopen("libparetoscope_training.so", RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr)
        return unavailable(std::string("The training module cannot be loaded: ") + ::dlerror() + ".",
                           "Install libtorch 1.13, or build the program again.");
    const auto* version = static_cast<const int*>(::dlsym(module, "paretoscopeTrainingEngineVersion"));
    auto* make = reinterpret_cast<MakeEngine>(::dlsym(module, "paretoscopeMakeTrainingEngine"));
    if (version == nullptr || *version != kTrainingEngineVersion || make == nullptr)
        return unavailable("The training module belongs to another version of the program.",
                           "Build the program again.");
    return Module{make};
}
#else
Result<Module> loadModule()
{
    return unavailable("This program was built without libtorch, so it cannot train networks.",
                       "Install libtorch-dev and build it again.");
}
#endif

const Result<Module>& module()
{
    static const Result<Module> kModule = loadModule();
    return kModule;
}

} // namespace

Result<std::unique_ptr<TrainingEngine>> makeTrainingEngine(const TrainingTask& task)
{
    if (!module())
        return module().error();
    return module()->makeEngine(task);
}

Status trainingAvailable()
{
    if (!module())
        return module().error();
    return success();
}

} // namespace paretoscope::accuracy
